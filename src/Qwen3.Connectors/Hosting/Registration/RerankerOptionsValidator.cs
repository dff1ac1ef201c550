using Microsoft.Extensions.Options;

namespace Qwen3.Connectors.Hosting.Registration;

/// <summary>Reports all faults of a registered reranker's options.</summary>
internal sealed class RerankerOptionsValidator : IValidateOptions<Qwen3RerankerOptions>
{
    public ValidateOptionsResult Validate(string? name, Qwen3RerankerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var faults = options.Validate().Concat(RegistrationFaults.OfModelPath(options.ModelPath));
        return RegistrationFaults.ToResult(nameof(Qwen3RerankerOptions), name, faults);
    }
}
