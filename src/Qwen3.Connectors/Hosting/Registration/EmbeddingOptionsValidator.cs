using Microsoft.Extensions.Options;

namespace Qwen3.Connectors.Hosting.Registration;

/// <summary>Reports all faults of a registered generator's options.</summary>
internal sealed class EmbeddingOptionsValidator : IValidateOptions<Qwen3EmbeddingOptions>
{
    public ValidateOptionsResult Validate(string? name, Qwen3EmbeddingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var faults = options.Validate().Concat(RegistrationFaults.OfModelPath(options.ModelPath));
        if (name == Options.DefaultName && options.Role == EmbeddingRole.Query)
        {
            // Vector stores resolve this generator to embed what they store.
            faults = faults.Append(
                "Role is Query for the generator without a key; expected Document. "
                + $"Embed queries with the generator of the key '{Qwen3ServiceKeys.Query}', or register a generator with a key.");
        }

        return RegistrationFaults.ToResult(nameof(Qwen3EmbeddingOptions), name, faults);
    }
}
