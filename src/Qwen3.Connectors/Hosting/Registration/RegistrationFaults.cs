using Microsoft.Extensions.Options;
using Qwen3.Connectors.Models.Catalog;

namespace Qwen3.Connectors.Hosting.Registration;

/// <summary>Validation that the options of generators and rerankers have in common.</summary>
internal static class RegistrationFaults
{
    /// <summary>Returns the faults of a registration's path: it must be set, and a file must exist. A named model may be missing.</summary>
    public static IEnumerable<string> OfModelPath(string? modelPath)
    {
        if (modelPath is null)
        {
            yield return "ModelPath is not set; expected the path of a GGUF file, or a name of the catalog.";
        }
        else if (modelPath.Length > 0 && ModelReference.TryParse(modelPath, out _) is { Model: null } && !File.Exists(modelPath))
        {
            yield return $"ModelPath is '{modelPath}', and there is no such file (looked for '{Path.GetFullPath(modelPath)}').";
        }
    }

    /// <summary>Returns a result in which each fault names its registration.</summary>
    public static ValidateOptionsResult ToResult(string optionsType, string? serviceKey, IEnumerable<string> faults)
    {
        var prefix = string.IsNullOrEmpty(serviceKey) ? optionsType : $"{optionsType} '{serviceKey}'";
        var lines = faults.Select(fault => $"{prefix}: {fault}").ToList();
        return lines.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(lines);
    }
}
