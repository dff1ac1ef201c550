using System.Globalization;
using System.Numerics.Tensors;
using Microsoft.Extensions.AI;

namespace Qwen3.Connectors.Hosting.Lifetime;

/// <summary>
/// Computes one built-in text through the same code as a call. It shows that the model runs on this machine, not how well it ranks.
/// </summary>
internal static class SelfTest
{
    private const string Query = "What is the capital of China?";
    private const string Document = "The capital of China is Beijing.";

    /// <summary>Rounding in single precision stays well below it.</summary>
    private const double NormTolerance = 1e-4;

    /// <exception cref="InvalidOutputException">The embedding is not of norm one.</exception>
    public static async Task EmbedAsync(IEmbeddingEngine engine, Qwen3EmbeddingOptions options, CancellationToken cancellationToken)
    {
        // A small token limit is no reason to fail, so truncation is allowed whatever the options say.
        var tolerant = options.Clone();
        tolerant.Truncation = Inference.Truncation.TruncateEnd;
        tolerant.Role = EmbeddingRole.Document;
        using var generator = new Qwen3EmbeddingGenerator(engine, tolerant, leaveEngineOpen: true);
        var vector = await generator.GenerateVectorAsync(Document, cancellationToken: cancellationToken).ConfigureAwait(false);
        var norm = TensorPrimitives.Norm(vector.Span);
        if (!(Math.Abs(norm - 1) <= NormTolerance))
        {
            var found = string.Create(CultureInfo.InvariantCulture, $"an embedding of norm {norm}");
            throw new InvalidOutputException(engine.Description.ModelId, 0, found, "norm 1");
        }
    }

    /// <exception cref="InvalidOutputException">The score is not a probability.</exception>
    public static async Task RerankAsync(IRerankEngine engine, Qwen3RerankerOptions options, CancellationToken cancellationToken)
    {
        var tolerant = options.Clone();
        tolerant.Truncation = Inference.Truncation.TruncateEnd;
        using var reranker = new Qwen3Reranker(engine, tolerant, leaveEngineOpen: true);
        var results = await reranker.RerankAsync(Query, [Document], cancellationToken: cancellationToken).ConfigureAwait(false);
        if (results is not [{ Score: >= 0 and <= 1 }])
        {
            throw new InvalidOutputException(engine.Description.ModelId, 0, "no score", "a probability, 0 to 1");
        }
    }
}
