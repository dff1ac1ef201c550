using System.Globalization;
using System.Text.RegularExpressions;
using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Tests.Estimation;

/// <summary>docs/estimates.md says what is so.</summary>
public partial class EstimatesPageTests
{
    private static readonly string s_page = File.ReadAllText(TestData.File("docs", "estimates.md"));

    [Fact]
    public void Every_measured_peak_is_within_15_percent_of_its_estimate()
    {
        var rows = Row().Matches(s_page);
        Assert.True(rows.Count >= 8);
        Assert.All(rows, row =>
        {
            var (measured, estimated, ratio) = (Number(row, 1), Number(row, 2), Number(row, 3));
            Assert.Equal(estimated / measured, ratio, 0.006);
            Assert.InRange(ratio, 0.85, 1.15);
        });
    }

    [Fact]
    public void Its_code_compiles_and_its_numbers_are_those_of_the_engine()
    {
        var model = ModelDescription.Read(GoldenModels.EmbeddingFile);
        var estimate = ModelEstimate.For(model, new InferenceOptions { BatchTokens = 2048 });
        Assert.Equal(2048, estimate.Memory.BatchTokens);
        Assert.Contains($"| the program | {estimate.Memory.ProcessBytes / 1_000_000} MB:", s_page, StringComparison.Ordinal);
        foreach (var line in new[] { "var model = ModelDescription.Read(\"qwen3-embedding.gguf\");", "var estimate = ModelEstimate.For(model, new InferenceOptions { BatchTokens = 2048 });" })
        {
            Assert.Contains(line, s_page, StringComparison.Ordinal);
        }

        static long PerToken(ModelShape shape) =>
            (Activations(shape, 65536) - Activations(shape, 32768)) / 32768;
        static long Activations(ModelShape shape, int batchTokens) =>
            ModelEstimate.For(shape, HeaderOnlyModel.Weights, new() { BatchTokens = batchTokens }).Memory.ActivationBytes;
        var middle = HeaderOnlyModel.Largest with { HiddenSize = 2560, FeedForwardSize = 9728 };
        var (smallest, largest) = (HeaderOnlyModel.Smallest, HeaderOnlyModel.Largest);
        Assert.Contains(
            string.Create(CultureInfo.InvariantCulture, $"{PerToken(smallest) / 1000.0:F0} KB a token with 0.6B, {PerToken(middle) / 1000.0:F0} KB with 4B, {PerToken(largest) / 1000.0:F0} KB with 8B"),
            s_page,
            StringComparison.Ordinal);
    }

    private static double Number(Match row, int group) => double.Parse(row.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\| (\d+) \| (\d+) \| (\d\.\d\d) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
