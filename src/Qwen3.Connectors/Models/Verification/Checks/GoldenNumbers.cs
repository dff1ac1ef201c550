using System.Globalization;

namespace Qwen3.Connectors.Models.Verification.Checks;

/// <summary>Compares computed numbers with published ones: each within the tolerance of its quantization, or only their order where the tolerance is not known.</summary>
internal static class GoldenNumbers
{
    // Differences that no usable quantization reverses.
    private const double SimilarityGap = 0.1;
    private const double ProbabilityGap = 0.02;

    private const string Advice =
        "Compare the file's SHA-256 with the publisher's and fetch it again if it differs. If the model was trained further, these numbers are not its own: ask who trained it for numbers.";

    public static ModelCheck NotKnown() =>
        Checks.Skip("golden numbers", "none", $"They do not exist for this model: known are {string.Join(", ", KnownModels.Own.Models.Select(model => model.Name))}.");

    /// <param name="expected">The published numbers.</param>
    /// <param name="found"><c>[queries x documents]</c>.</param>
    /// <param name="tolerance">The maximum deviation of a value; null to compare only the order.</param>
    /// <param name="weightType">The type of most weights.</param>
    public static ModelCheck Compare(KnownSimilarity expected, double[][] found, double? tolerance, string weightType)
    {
        var values = Text(expected.Similarity);
        if (tolerance is not { } limit)
        {
            var isOrdered = expected.Similarity.Zip(found).All(rows => KeepsOrder(rows.First, rows.Second, SimilarityGap));
            return Judge(expected.Name, $"the order of {values} ({weightType}: order alone)", Text(found), isOrdered, "Another order", expected.Source);
        }

        var worst = expected.Similarity.Zip(found).SelectMany(rows => rows.First.Zip(rows.Second, (one, other) => Math.Abs(one - other))).Max();
        return Judge(
            expected.Name, $"{values}, each within {Short(limit)} ({weightType})", $"{Text(found)}, at most {Short(worst)} off", worst <= limit,
            $"A value is {Short(worst)} off", expected.Source);
    }

    /// <inheritdoc cref="Compare(KnownSimilarity, double[][], double?, string)"/>
    public static ModelCheck Compare(KnownReranking expected, double[] found, double? tolerance, string weightType)
    {
        var faults = new List<string>();
        var limits = new List<string>();
        if (expected.First is { } first)
        {
            limits.Add($"document {first + 1} first");
            Note(found.IndexOf(found.Max()) == first, "Another document is first");
        }

        if (expected.Probabilities is { } probabilities)
        {
            limits.Add(Text(probabilities));
            Note(KeepsOrder(probabilities, found, ProbabilityGap), "Another order");
            if (tolerance is { } limit)
            {
                var worst = probabilities.Zip(found, (one, other) => Math.Abs(Logit(one) - Logit(other))).Max();
                limits.Add($"logits within {Short(limit)} ({weightType})");
                Note(worst <= limit, $"A logit is {Short(worst)} off");
            }
        }

        if (expected.AtLeast is not null && expected.AtMost is not null)
        {
            limits.Add($"from {Text(expected.AtLeast)} to {Text(expected.AtMost)}");
        }

        for (var i = 0; i < found.Length; i++)
        {
            Note(found[i] >= (expected.AtLeast?[i] ?? 0) && found[i] <= (expected.AtMost?[i] ?? 1), $"Document {i + 1} is out of its limits");
        }

        return Judge(expected.Name, string.Join(", ", limits), Text(found), faults.Count == 0, string.Join("; ", faults), expected.Source);

        void Note(bool holds, string fault)
        {
            if (!holds)
            {
                faults.Add(fault);
            }
        }
    }

    private static ModelCheck Judge(string name, string expected, string found, bool holds, string fault, string source) => holds
        ? Checks.Pass(name, expected, found)
        : Checks.Fail(name, expected, found, $"{fault}, more than this quantization explains: the weights are damaged, or those of another model. The numbers are from: {source}.", Advice);

    private static bool KeepsOrder(double[] expected, double[] found, double gap) =>
        Enumerable.Range(0, expected.Length).All(i => Enumerable.Range(0, expected.Length).All(j => expected[i] <= expected[j] + gap || found[i] > found[j]));

    private static double Logit(double probability) => Math.Log(probability / (1 - probability));

    private static string Text(IEnumerable<double> values) => string.Join(' ', values.Select(value => value.ToString("F4", CultureInfo.InvariantCulture)));

    private static string Text(IEnumerable<IEnumerable<double>> rows) => string.Join(" / ", rows.Select(row => Text(row)));

    private static string Short(double value) => value.ToString("0.#######", CultureInfo.InvariantCulture);
}
