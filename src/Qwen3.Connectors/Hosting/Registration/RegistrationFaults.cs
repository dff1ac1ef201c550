using Microsoft.Extensions.Options;
using Qwen3.Connectors.Models.Catalog;

namespace Qwen3.Connectors.Hosting.Registration;

/// <summary>What validating the options of generators and rerankers has in common.</summary>
internal static class RegistrationFaults
{
    /// <summary>The faults of a path that only a registration has: it must have one, and a file must be there; a named model need not. What is neither is a fault of the options.</summary>
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

    /// <summary>A result whose every line tells which registration it is about.</summary>
    public static ValidateOptionsResult ToResult(string optionsType, string? serviceKey, IEnumerable<string> faults)
    {
        var prefix = string.IsNullOrEmpty(serviceKey) ? optionsType : $"{optionsType} '{serviceKey}'";
        var lines = faults.Select(fault => $"{prefix}: {fault}").ToList();
        return lines.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(lines);
    }
}
