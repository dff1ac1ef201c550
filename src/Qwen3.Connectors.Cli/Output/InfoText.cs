using System.Globalization;
using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Models.Downloads.Transfer;

namespace Qwen3.Connectors.Cli.Output;

/// <summary>Formats a model and its estimates as a table of names and values.</summary>
internal static class InfoText
{
    public static string Format(ModelDescription model, ModelEstimate estimate) =>
        Format([.. Describe(model), .. Describe(estimate), .. model.Notes.Select(note => ("note", note))]);

    /// <summary>Formats a catalog model that is not on this machine.</summary>
    public static string Format(CatalogModel model, ModelEstimate estimate) =>
        Format([.. Describe(model), .. Describe(estimate), ("note", $"not on this machine: 'qwen3 pull {model.Name}' downloads it")]);

    private static string Format(IEnumerable<(string Name, string Value)> rows) =>
        string.Join(Environment.NewLine, rows.Select(row => $"{row.Name,-14}{PrintableText.Escape(row.Value)}"));

    private static (string Name, string Value)[] Describe(CatalogModel model) =>
    [
        ("name", model.Name),
        ("published at", $"{model.Repository}, {model.File}"),
        ("context", Invariant($"{model.ContextLength:N0} tokens")),
    ];

    private static (string Name, string Value)[] Describe(ModelDescription model)
    {
        var shape = model.Shape;
        return
        [
            ("name", model.Name),
            ("file", model.Path),
            ("kind", Describe(model.Kind)),
            ("weights", Invariant($"{model.WeightType}, {model.ParameterCount:N0} parameters ({model.LayerParameterCount:N0} in layers)")),
            ("layers", Invariant($"{shape.LayerCount}")),
            ("hidden size", Invariant($"{shape.HiddenSize}")),
            ("feed-forward", Invariant($"{shape.FeedForwardSize}")),
            ("heads", Invariant($"{shape.HeadCount} of size {shape.HeadSize}, {shape.KeyValueHeadCount} for keys and values")),
            ("context", Invariant($"{shape.ContextLength:N0} tokens")),
            ("vocabulary", Invariant($"{shape.VocabularySize:N0} tokens")),
        ];
    }

    private static string Describe(ModelKind? kind) => kind switch
    {
        ModelKind.Embedding => "embedding model",
        ModelKind.Reranker => "reranker",
        _ => "language model, which loads as an embedding model and as a reranker",
    };

    private static IEnumerable<(string Name, string Value)> Describe(ModelEstimate estimate)
    {
        var memory = estimate.Memory;
        var longest = estimate.LongestTextMemory;
        yield return ("disk", Megabytes(estimate.DiskBytes));
        yield return ("memory", Invariant($"about {Megabytes(memory.PeakBytes)} with batches of {memory.BatchTokens:N0} tokens:"));
        yield return ("", $"weights {Megabytes(memory.WeightBytes)} (memory-mapped), activations {Megabytes(memory.ActivationBytes)},");
        yield return ("", $"tokenizer {Megabytes(memory.TokenizerBytes)}, process {Megabytes(memory.ProcessBytes)},");
        yield return ("", $"plus up to {Megabytes(memory.PrefixCacheBytes)} for the prefix cache (instructions and rerank queries)");
        if (longest.BatchTokens > memory.BatchTokens)
        {
            yield return ("", Invariant($"about {Megabytes(longest.PeakBytes)} during a text of {longest.BatchTokens:N0} tokens"));
        }

        yield return ("speed", estimate.Speed is { } speed ? Describe(speed) : "not measured");
    }

    private static string Describe(SpeedEstimate speed) => Invariant(
        $"about {Rounded(speed.TokensPerSecond):N0} tokens/s with texts of {speed.TextTokens:N0} tokens and {speed.ThreadCount} threads");

    private static string Megabytes(long bytes) =>
        bytes < 10_000_000 ? Invariant($"{bytes / 1e6:N1} MB") : Invariant($"{bytes / 1e6:N0} MB");

    /// <summary>Rounds to two significant digits, the precision of the estimate.</summary>
    private static double Rounded(double value)
    {
        var unit = Math.Pow(10, Math.Max(0, Math.Floor(Math.Log10(Math.Max(1, value))) - 1));
        return Math.Round(value / unit) * unit;
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
