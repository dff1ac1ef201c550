using System.Globalization;
using System.Numerics.Tensors;
using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Models.Verification.Checks;

/// <summary>Runs a model of which no result is known: different texts must have different results.</summary>
internal static class DistinctResults
{
    private const string Name = "results";
    private const string Query = "What is the capital of China?";
    private const string Damaged = "The weights are damaged, or a part of them was lost when the file was made.";
    private const string Advice = "Fetch the file again, or choose another.";
    private static readonly string[] s_texts = ["The capital of China is Beijing.", "Gravity is a force that attracts two bodies."];

    /// <summary>Embeds two texts.</summary>
    /// <exception cref="InvalidModelException">A result is not finite.</exception>
    public static async Task<ModelCheck> OfAsync(Qwen3EmbeddingGenerator generator, CancellationToken cancellationToken)
    {
        const string Expected = "different vectors for different texts";
        try
        {
            var vectors = await generator.GenerateAsync(s_texts, cancellationToken: cancellationToken).ConfigureAwait(false);
            var cosine = TensorPrimitives.Dot(vectors[0].Vector.Span, vectors[1].Vector.Span);
            var found = string.Create(CultureInfo.InvariantCulture, $"cosine {cosine:F4} of two texts");
            return vectors[0].Vector.Span.SequenceEqual(vectors[1].Vector.Span)
                ? Checks.Fail(Name, Expected, "the same vector for both", Damaged, Advice)
                : Checks.Pass(Name, Expected, found);
        }
        catch (InvalidOutputException)
        {
            return Checks.Fail(Name, Expected, "a vector without a direction", Damaged, Advice);
        }
    }

    /// <summary>Scores two documents.</summary>
    /// <exception cref="InvalidModelException">A result is not finite.</exception>
    public static async Task<ModelCheck> OfAsync(Qwen3Reranker reranker, CancellationToken cancellationToken)
    {
        const string Expected = "different probabilities for different documents";
        var results = await reranker.RerankAsync(Query, s_texts, cancellationToken: cancellationToken).ConfigureAwait(false);
        var found = string.Create(CultureInfo.InvariantCulture, $"{results[0].Score:F4} and {results[1].Score:F4}");
        return results[0].Score == results[1].Score
            ? Checks.Fail(Name, Expected, found, Damaged, Advice)
            : Checks.Pass(Name, Expected, found);
    }
}
