using System.Globalization;
using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Cli.Lines;

/// <summary>A model and its estimates for people.</summary>
internal static class InfoText
{
    public static string Format(ModelDescription model, ModelEstimate estimate) => Format(Describe(model).Concat(Describe(estimate)).Concat(model.Notes.Select(note => ("note", note))));

    /// <summary>A model that is not here yet.</summary>
    public static string Format(CatalogModel model, ModelEstimate estimate) => Format(Describe(model).Concat(Describe(estimate)).Append(("note", $"not here yet: 'qwen3 pull {model.Name}' fetches it")));

    private static string Format(IEnumerable<(string Name, string Value)> rows) => string.Join(Environment.NewLine, rows.Select(row => $"{row.Name,-14}{row.Value}"));

    private static (string Name, string Value)[] Describe(CatalogModel model) =>
    [
        ("name", model.Name),
        ("published at", $"{model.Repository}, {model.File}"),
        ("context", Invariant($"{model.ContextLength:N0} tokens")),
    ];

    private static (string Name, string Value)[] Describe(ModelDescription model) =>
    [
        ("name", model.Name),
        ("file", model.Path),
        ("weights", Invariant($"{model.WeightType}, {model.ParameterCount:N0} values ({model.LayerParameterCount:N0} in layers)")),
        ("layers", Invariant($"{model.Shape.LayerCount}")),
        ("hidden size", Invariant($"{model.Shape.HiddenSize}")),
        ("feed-forward", Invariant($"{model.Shape.FeedForwardSize}")),
        ("heads", Invariant($"{model.Shape.HeadCount} of {model.Shape.HeadSize}, {model.Shape.KeyValueHeadCount} for keys and values")),
        ("context", Invariant($"{model.Shape.ContextLength:N0} tokens")),
        ("vocabulary", Invariant($"{model.Shape.VocabularySize:N0} tokens")),
    ];

    private static IEnumerable<(string Name, string Value)> Describe(ModelEstimate estimate)
    {
        var memory = estimate.Memory;
        yield return ("disk", Megabytes(estimate.DiskBytes));
        yield return ("memory", Invariant($"about {Megabytes(memory.PeakBytes)} with batches of {memory.BatchTokens:N0} tokens:"));
        yield return ("", $"weights {Megabytes(memory.WeightBytes)} (mapped from the file), activations {Megabytes(memory.ActivationBytes)},");
        yield return ("", $"tokenizer {Megabytes(memory.TokenizerBytes)}, the program itself {Megabytes(memory.ProcessBytes)}");
        yield return ("", $"and up to {Megabytes(memory.PrefixCacheBytes)} more for beginnings that recur (queries, reranks)");
        if (estimate.LongestTextMemory.BatchTokens > memory.BatchTokens)
        {
            yield return ("", Invariant($"about {Megabytes(estimate.LongestTextMemory.PeakBytes)} while a text of {estimate.LongestTextMemory.BatchTokens:N0} tokens is computed"));
        }

        yield return ("speed", estimate.Speed is { } speed
            ? Invariant($"about {Rounded(speed.TokensPerSecond):N0} tokens/s here, texts of {speed.TextTokens:N0} tokens, {speed.ThreadCount} threads")
            : "not measured");
    }

    private static string Megabytes(long bytes) => bytes < 10_000_000 ? Invariant($"{bytes / 1e6:N1} MB") : Invariant($"{bytes / 1e6:N0} MB");

    /// <summary>Two digits of a thousand: more would promise too much.</summary>
    private static double Rounded(double value)
    {
        var unit = Math.Pow(10, Math.Max(0, Math.Floor(Math.Log10(Math.Max(1, value))) - 1));
        return Math.Round(value / unit) * unit;
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
