using System.Numerics.Tensors;
using Microsoft.Extensions.AI;
using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Models.Verification.Checks;

/// <summary>Embeds known texts and compares their similarities with published ones.</summary>
internal sealed class EmbeddingChecks(FileIdentity identity, KnownModels knowledge)
{
    /// <exception cref="InvalidModelException">The engine refuses the file, or its results are not finite.</exception>
    public async Task RunAsync(string path, int? threadCount, List<ModelCheck> checks, CancellationToken cancellationToken)
    {
        var options = new Qwen3EmbeddingOptions { Inference = { ThreadCount = threadCount } };
        using var generator = await Task.Run(() => Qwen3EmbeddingGenerator.Load(path, options), cancellationToken).ConfigureAwait(false);
        var weightType = generator.GetRequiredService<ModelDescription>().WeightType;
        checks.Add(Checks.Pass("engine", "loads as an embedding model", $"loaded, weights mostly {weightType}"));
        if (identity.Known is not { } known)
        {
            checks.Add(await DistinctResults.OfAsync(generator, cancellationToken).ConfigureAwait(false));
            checks.Add(GoldenNumbers.NotKnown());
            return;
        }

        foreach (var expected in known.Similarities)
        {
            var found = await ComputeAsync(generator, expected, cancellationToken).ConfigureAwait(false);
            checks.Add(GoldenNumbers.Compare(expected, found, knowledge.ToleranceOf(expected.Tolerance, weightType), weightType));
        }
    }

    /// <returns><c>[queries x documents]</c>.</returns>
    private static async Task<double[][]> ComputeAsync(Qwen3EmbeddingGenerator documents, KnownSimilarity expected,
        CancellationToken cancellationToken)
    {
        using var queries = expected.QueriesAreDocuments ? documents.AsDocumentGenerator()
            : documents.AsQueryGenerator(expected.Instruction);
        var rows = await queries.GenerateAsync(expected.Queries, cancellationToken: cancellationToken).ConfigureAwait(false);
        var columns = await documents.GenerateAsync(expected.Documents, cancellationToken: cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(row => columns.Select(column => (double)TensorPrimitives.Dot(row.Vector.Span,
            column.Vector.Span)).ToArray())];
    }
}
