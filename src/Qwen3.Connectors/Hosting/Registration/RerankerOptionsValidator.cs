using Microsoft.Extensions.Options;

namespace Qwen3.Connectors.Hosting.Registration;

/// <summary>Finds every fault of a registered reranker's options.</summary>
internal sealed class RerankerOptionsValidator : IValidateOptions<Qwen3RerankerOptions>
{
    public ValidateOptionsResult Validate(string? name, Qwen3RerankerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return RegistrationFaults.ToResult(nameof(Qwen3RerankerOptions), name, options.Validate().Concat(RegistrationFaults.OfModelPath(options.ModelPath)));
    }
}
