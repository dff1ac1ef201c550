using System.Globalization;
using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Models.Verification.Checks;

/// <summary>Checks the head, then scores known pairs and compares the probabilities with published ones.</summary>
internal sealed class RerankerChecks(FileIdentity identity, KnownModels knowledge)
{
    // Quantized rows of the same token have a cosine above this; unrelated ones have about 0.
    private const double MinTiedCosine = 0.7;

    /// <exception cref="InvalidModelException">The engine refuses the file, or its results are not finite.</exception>
    public async Task RunAsync(string path, int? threadCount, List<ModelCheck> checks, CancellationToken cancellationToken)
    {
        var options = new Qwen3RerankerOptions { Inference = { ThreadCount = threadCount } };
        using var reranker = await Task.Run(() => Qwen3Reranker.Load(path, options), cancellationToken).ConfigureAwait(false);
        var model = (RerankerModel)reranker.GetService(typeof(RerankerModel))!;
        var weightType = model.Description.WeightType;
        checks.Add(Checks.Pass("engine", "loads as a reranker", $"loaded, weights mostly {weightType}"));
        checks.Add(Head(model.Head));
        if (identity.Known is not { } known)
        {
            checks.Add(await DistinctResults.OfAsync(reranker, cancellationToken).ConfigureAwait(false));
            checks.Add(GoldenNumbers.NotKnown());
            return;
        }

        foreach (var expected in known.Rerankings)
        {
            var results = await reranker.RerankAsync(expected.Query, expected.Documents,
                cancellationToken: cancellationToken).ConfigureAwait(false);
            var found = results.OrderBy(result => result.Index).Select(result => result.Score).ToArray();
            checks.Add(GoldenNumbers.Compare(expected, found, knowledge.ToleranceOf(expected.Tolerance, weightType), weightType));
        }
    }

    private ModelCheck Head(YesNoHeadDescription head)
    {
        const string Name = "head";
        const string Expected = "rows of yes and no, as in the token embedding";
        var found = string.Create(CultureInfo.InvariantCulture, $"{Describe(head.Style)}, agreement {head.CosineToEmbedding:F2}");
        return head.CosineToEmbedding >= MinTiedCosine ? Checks.Pass(Name, Expected, found)
            : identity.Known is null ? Checks.Skip(Name, found,
                "The model is not known, and its head is not tied to the embedding: whether it was trained is not known.")
            : !identity.Known.IsTied ? Checks.Pass(Name, "a head of its own", found)
            : Checks.Fail(
                Name, Expected, found,
                "The model's head is tied to its token embedding, and this head is not: a head of random numbers, which converters " +
                    "write where they find none, scores at random.",
                "Choose a file that was converted from the language model's head by a current llama.cpp.");
    }

    private static string Describe(YesNoHeadStyle style) => style switch
    {
        YesNoHeadStyle.TiedEmbedding => "the token embedding itself",
        YesNoHeadStyle.OwnOutput => "rows of output.weight",
        YesNoHeadStyle.Converted => "two rows of cls.output.weight",
        _ => "one row of cls.output.weight, yes minus no",
    };
}
