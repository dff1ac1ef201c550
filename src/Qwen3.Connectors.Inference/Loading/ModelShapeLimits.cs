using System.Globalization;

namespace Qwen3.Connectors.Inference.Loading;

/// <summary>
/// The range of shapes that the engine runs. Buffers are allocated from a shape, so an implausible one is refused before anything is
/// allocated.
/// </summary>
/// <remarks>
/// The largest Qwen3 embedding model has 36 layers, a hidden size of 4,096, 4,096 query and 1,024 key features, and a feed-forward size of
/// 12,288. The absolute limits are several times that. The ratios to the hidden size keep the buffers of a text in proportion to the
/// weights, which are hidden size times each of these widths; Qwen3 models have at most 2 (queries), 1 (keys) and 3.8 (feed-forward).
/// </remarks>
internal static class ModelShapeLimits
{
    private const int MaxHiddenSize = 1 << 16;
    private const int MaxLayerCount = 256;
    private const int MaxFeedForwardSize = 1 << 18;
    private const int MaxQueryWidth = 1 << 16;
    private const int MaxKeyWidth = 1 << 14;
    private const int MaxHeadSize = 1 << 12;
    private const int MaxTokens = 1 << 24;
    private const int MaxQueryRatio = 64;
    private const int MaxKeyRatio = 16;
    private const int MaxFeedForwardRatio = 64;

    /// <summary>
    /// The smallest and largest epsilon of a norm. Below, an all-zero state divides by zero; above, the norm hides the state.
    /// </summary>
    public const float MinNormEpsilon = 1e-12f;

    /// <inheritdoc cref="MinNormEpsilon"/>
    public const float MaxNormEpsilon = 1e-2f;

    /// <summary>The smallest and largest base of rotary frequencies: bases of language models are between 10,000 and 10,000,000.</summary>
    public const float MinRopeBase = 100;

    /// <inheritdoc cref="MinRopeBase"/>
    public const float MaxRopeBase = 1e9f;

    /// <summary>Finds the first number that is out of its range.</summary>
    /// <returns>What was found and what was expected; null for a shape in range.</returns>
    public static (string Found, string Expected)? FindFault(ModelShape shape)
    {
        var queryWidth = (long)shape.HeadCount * shape.HeadSize;
        var keyWidth = (long)shape.KeyValueHeadCount * shape.HeadSize;
        return OutOf(shape.HiddenSize, MaxHiddenSize, "as the hidden size")
            ?? OutOf(shape.LayerCount, MaxLayerCount, "layers")
            ?? OutOf(shape.HeadSize, MaxHeadSize, "features of a head")
            ?? OutOf(shape.HeadCount, MaxQueryWidth, "query heads")
            ?? OutOf(shape.KeyValueHeadCount, MaxKeyWidth, "key heads")
            ?? OutOf(shape.FeedForwardSize, MaxFeedForwardSize, "as the feed-forward size")
            ?? OutOf(shape.ContextLength, MaxTokens, "tokens as the context length")
            ?? OutOf(shape.VocabularySize, MaxTokens, "tokens in the vocabulary")
            ?? Odd(shape.HeadSize)
            ?? NoMultiple(shape)
            ?? TooWide(queryWidth, MaxQueryWidth, Features("query", shape.HeadCount, shape.HeadSize), MaxQueryRatio, shape.HiddenSize)
            ?? TooWide(keyWidth, MaxKeyWidth, Features("key", shape.KeyValueHeadCount, shape.HeadSize), MaxKeyRatio, shape.HiddenSize)
            ?? TooWide(shape.FeedForwardSize, MaxFeedForwardSize, "feed-forward features", MaxFeedForwardRatio, shape.HiddenSize);
    }

    private static (string, string)? OutOf(int value, int limit, string what) => value >= 1 && value <= limit
        ? null
        : (Invariant($"{value:N0} {what}"), Invariant($"a positive number of at most {limit:N0}"));

    private static (string, string)? Odd(int headSize) => headSize % 2 == 0
        ? null
        : (Invariant($"heads of {headSize} features"), Invariant($"an even number from 2 to {MaxHeadSize:N0}, 128 in all Qwen3 models"));

    private static (string, string)? NoMultiple(ModelShape shape) => shape.HeadCount % shape.KeyValueHeadCount == 0
        ? null
        : (Invariant($"{shape.HeadCount} query heads and {shape.KeyValueHeadCount} key heads"),
            "a number of query heads that is a multiple of that of key heads");

    private static string Features(string what, int headCount, int headSize) =>
        Invariant($"{what} features ({headCount:N0} heads of {headSize:N0})");

    private static (string, string)? TooWide(long width, long limit, string what, int maxRatio, int hiddenSize)
    {
        var most = Math.Min(limit, (long)maxRatio * hiddenSize);
        return width <= most
            ? null
            : (Invariant($"{width:N0} {what} with a hidden size of {hiddenSize:N0}"), Invariant($"at most {most:N0}"));
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
