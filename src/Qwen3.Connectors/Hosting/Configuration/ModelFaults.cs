using System.Globalization;
using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Models.Catalog;

namespace Qwen3.Connectors.Hosting.Configuration;

/// <summary>Checks options against the model that they name: a local file by its header, a named model by its catalog entry.</summary>
internal static class ModelFaults
{
    /// <summary>
    /// Returns the faults. A file that is damaged is not one: the self-test reports it, and the application starts. A named model need
    /// not be downloaded yet.
    /// </summary>
    public static IEnumerable<string> Find<TOptions>(ModelOptionsRules<TOptions> rules, TOptions options)
    {
        var path = rules.ModelPathOf(options);
        if (path is null)
        {
            return ["ModelPath is not set; expected the path of a GGUF file, or a name of the catalog."];
        }

        if (string.IsNullOrWhiteSpace(path) || ServerReference.IsServer(path) || ModelReference.TryParse(path, out _) is not { } reference)
        {
            // Validating the options has reported it; a server is asked by the self-test.
            return [];
        }

        if (reference.Model is null && !File.Exists(path))
        {
            return [$"ModelPath is '{path}', and there is no such file (looked for '{Path.GetFullPath(path)}')."];
        }

        return DescribeModel(reference) is { } model ? Compare(rules, options, model) : [];
    }

    private static IEnumerable<string> Compare<TOptions>(ModelOptionsRules<TOptions> rules, TOptions options, KnownModel model)
    {
        if (model.Kind is { } kind && kind != rules.Kind)
        {
            yield return $"ModelPath is '{rules.ModelPathOf(options)}', {Describe(kind)}; expected {Describe(rules.Kind)}.";
            yield break;
        }

        if (rules.DimensionsOf(options) > model.HiddenSize)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"Dimensions is {rules.DimensionsOf(options)}; the model has {model.HiddenSize}. Set a lower value, or null for all.");
        }

        if (rules.MaxTokensOf(options) > model.ContextLength)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"MaxTokens is {rules.MaxTokensOf(options)}; the model's context length is {model.ContextLength}. "
                + $"Set a lower value, or null for the context length.");
        }
    }

    private static string Describe(ModelKind kind) => kind == ModelKind.Embedding ? "an embedding model" : "a reranker";

    /// <summary>Returns null where the file can't be read or is not a model that runs: loading it reports that.</summary>
    private static KnownModel? DescribeModel(ModelReference reference)
    {
        if (reference.Model is { } model)
        {
            return new KnownModel(model.Kind, model.Dimensions, model.ContextLength);
        }

        try
        {
            var description = ModelDescription.Read(reference.Text);
            return new KnownModel(description.Kind, description.Shape.HiddenSize, description.Shape.ContextLength);
        }
        catch (Exception exception) when (exception is InvalidModelException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <param name="Kind">The kind; null where the header does not say.</param>
    /// <param name="HiddenSize">The full width of an embedding; null where it is not known.</param>
    /// <param name="ContextLength">Tokens of a text at most; null where it is not known.</param>
    private sealed record KnownModel(ModelKind? Kind, int? HiddenSize, int? ContextLength);
}
