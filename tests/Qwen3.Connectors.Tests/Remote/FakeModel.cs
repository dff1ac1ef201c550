using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Prompts;

namespace Qwen3.Connectors.Tests.Remote;

/// <summary>What a fake server computes: real numbers of the bundled models, or cheap ones that depend on the text alone.</summary>
internal static class FakeModel
{
    public const string EndToken = "<|endoftext|>";
    public const int Width = 256;

    private static readonly Lazy<Qwen3EmbeddingGenerator> s_embeddings = new(() =>
        Qwen3EmbeddingGenerator.Load(GoldenModels.EmbeddingFile));

    private static readonly Lazy<RerankerModel> s_reranker = new(() => RerankerModel.Load(GoldenModels.RerankerFile));
    private static readonly Lazy<Qwen3Tokenizer> s_tokenizer = new(() => Qwen3Tokenizer.Load(GoldenModels.EmbeddingFile));

    public static Qwen3Tokenizer Tokenizer => s_tokenizer.Value;

    public static async Task<float[][]> EmbedAsync(IReadOnlyList<string> texts)
    {
        var rows = await s_embeddings.Value.GenerateAsync(texts);
        return [.. rows.Select(row => row.Vector.ToArray())];
    }

    public static float[] EmbedCheaply(string text)
    {
        // Stable over processes, unlike string hash codes.
        var random = new Random(text.Aggregate(17, (hash, c) => unchecked((hash * 31) + c)));
        return [.. Enumerable.Range(0, Width).Select(_ => random.NextSingle() - 0.5f)];
    }

    public static async Task<double[]> ScoreAsync(IReadOnlyList<RerankPrompt> prompts)
    {
        var scores = await s_reranker.Value.ScoreAsync(prompts, null, Truncation.TruncateEnd, CancellationToken.None);
        return [.. scores.Select(score => score.YesProbability)];
    }

    public static double ScoreCheaply(string document) => document.Contains("Mars", StringComparison.Ordinal) ? 0.99
        : document.Contains("Saturn", StringComparison.Ordinal) ? 0.95
        : 0.05;

    /// <summary>A server without a template joins what it is sent; a finished prompt in two halves is then a finished prompt.</summary>
    public static RerankPrompt Join(string query, string document)
    {
        var joined = query + document;
        return joined.StartsWith(RerankTemplate.Prefix, StringComparison.Ordinal)
            && joined.EndsWith(RerankTemplate.Suffix, StringComparison.Ordinal)
            ? new RerankPrompt(
                RerankTemplate.Prefix, "", joined[RerankTemplate.Prefix.Length..^RerankTemplate.Suffix.Length], RerankTemplate.Suffix)
            : new RerankPrompt("", query, document, "");
    }
}
