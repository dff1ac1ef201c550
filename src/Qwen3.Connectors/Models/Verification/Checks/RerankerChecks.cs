using System.Globalization;
using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Models.Verification.Checks;

/// <summary>Looks at the head, then scores known pairs and compares the probabilities with published ones.</summary>
internal sealed class RerankerChecks(FileIdentity identity, KnownModels knowledge)
{
    // Quantised rows of one token agree to more than this; unrelated ones have about 0.
    private const double TiedCosineToEmbedding = 0.7;

    /// <exception cref="InvalidModelException">The engine refuses the file, or gets no numbers from it.</exception>
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
            checks.Add(GoldenNumbers.NotKnown());
            return;
        }

        foreach (var expected in known.Rerankings)
        {
            var results = await reranker.RerankAsync(expected.Query, expected.Documents, cancellationToken: cancellationToken).ConfigureAwait(false);
            var found = results.OrderBy(result => result.Index).Select(result => result.Score).ToArray();
            checks.Add(GoldenNumbers.Compare(expected, found, knowledge.ToleranceOf(expected.Tolerance, weightType), weightType));
        }
    }

    private ModelCheck Head(YesNoHeadDescription head)
    {
        const string Name = "head";
        const string Expected = "rows of yes and no, as in the token embedding";
        var found = string.Create(CultureInfo.InvariantCulture, $"{Words(head.Style)}, agreement {head.CosineToEmbedding:F2}");
        return head.CosineToEmbedding >= TiedCosineToEmbedding ? Checks.Pass(Name, Expected, found)
            : identity.Known is null ? Checks.Skip(Name, found, "The model is not known, and its head is one of its own: whether it was trained can't be seen.")
            : !identity.Known.IsTied ? Checks.Pass(Name, "a head of its own", found)
            : Checks.Fail(
                Name, Expected, found, "The model's head is tied to its token embedding, and this one is not of it: a head of random numbers, as converters make where they find none, scores at random.",
                "Choose a file that was converted from the language model's head by a current llama.cpp.");
    }

    private static string Words(YesNoHeadStyle style) => style switch
    {
        YesNoHeadStyle.TiedEmbedding => "the token embedding itself",
        YesNoHeadStyle.OwnOutput => "rows of output.weight",
        YesNoHeadStyle.Converted => "two rows of cls.output.weight",
        _ => "one row of cls.output.weight, yes minus no",
    };
}
