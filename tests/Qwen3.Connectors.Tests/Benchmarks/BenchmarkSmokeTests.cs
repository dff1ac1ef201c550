using System.Text.RegularExpressions;
using Qwen3.Connectors.Benchmarks;
using Qwen3.Connectors.Benchmarks.Headline;
using Qwen3.Connectors.Benchmarks.Inputs;
using Qwen3.Connectors.Benchmarks.KernelComparison;
using Qwen3.Connectors.Benchmarks.Latency;
using Qwen3.Connectors.Benchmarks.ModelFiles;
using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Inference.Formats;

namespace Qwen3.Connectors.Tests.Benchmarks;

/// <summary>Runs each benchmark and command once, so that they keep working; nothing is measured.</summary>
public class BenchmarkSmokeTests
{
    public static TheoryData<string> Classes => [.. BenchmarkSmoke.Classes.Select(type => type.Name)];

    public static TheoryData<string> Formats => [.. WeightFormats.All];

    [Theory]
    [MemberData(nameof(Classes))]
    public void Every_benchmark_runs_once(string name) =>
        Assert.True(BenchmarkSmoke.Run(BenchmarkSmoke.Classes.Single(type => type.Name == name)) > 0);

    [Theory]
    [MemberData(nameof(Formats))]
    public void Random_weights_are_finite_small_and_not_all_zero(string format)
    {
        var row = new float[1024];
        new RandomWeights(BlockFormat.All.Single(one => one.Type.ToString() == format), rows: 12, depth: row.Length)
            .Matrix.DecodeRow(7, row);
        Assert.All(row, value => Assert.InRange(value, -64, 64));
        Assert.Contains(row, value => Math.Abs(value) is > 1e-6f);
    }

    [Fact]
    public void Kernels_are_compared_by_products_and_by_texts()
    {
        string[] common = ["--kernels", "portable,portable-int16", "--tokens", "3", "--seconds", "0"];
        foreach (var (options, row) in (((string[], string)[])[
            (["--formats", "Q4_0"], @"^\| Q4_0 \| 3 \| [\d.]+ \| [\d.]+ \| [\d.]+ \|\r?$"),
            (["--model", GoldenModels.EmbeddingFile, "--texts", "2"], @"^\| 2 \| 3 \| [\d.,]+ \| [\d.,]+ \| [\d.]+ \|\r?$")]))
        {
            using var output = new StringWriter();
            Assert.Equal(0, KernelComparisonCommand.Run([.. common, .. options], output, TextWriter.Null));
            Assert.Matches(new Regex(row, RegexOptions.Multiline), output.ToString());
        }
    }

    [Theory]
    [InlineData("q8_0")]
    [InlineData("q4_k")]
    public async Task A_made_model_embeds_texts_and_is_measured(string type)
    {
        var file = Path.Combine(Path.GetTempPath(), $"qwen3-made-{Guid.NewGuid():N}.gguf");
        try
        {
            using var output = new StringWriter();
            Assert.Equal(0, MakeModelCommand.Run(["--shape", "tiny", "--type", type, "--out", file], output, output));
            using (var model = EmbeddingModel.Load(file))
            {
                Assert.Equal(NetworkShape.Vocabulary, model.Tokenizer.VocabularySize);
            }

            Assert.Equal(0, await LatencyCommand.RunAsync(
                ["--model", file, "--texts", "20", "--long-tokens", "50", "--queries", "3"], output, output));
            Assert.Contains("| 20 texts |", output.ToString(), StringComparison.Ordinal);
            Assert.Contains("| a text of 50 tokens |", output.ToString(), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task The_headline_command_writes_a_page_with_every_part()
    {
        using var output = new StringWriter();
        using var progress = new StringWriter();
        var file = Path.Combine(Path.GetTempPath(), $"qwen3-headline-{Guid.NewGuid():N}.md");
        try
        {
            string[] arguments = ["--formats", "Q8_0", "--seconds", "0", "--output", file, "--reranker", GoldenModels.RerankerFile];
            Assert.Equal(0, await HeadlineCommand.RunAsync(arguments, output, progress));
            var page = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
            Assert.Equal(output.ToString(), page);
            foreach (var part in new[] { "| FMA peak |", "| Q8_0 |", "Qwen3 mini embedding", "Qwen3 mini reranker",
                "| 1 text of 512 tokens |", "Bound of" })
            {
                Assert.Contains(part, page, StringComparison.Ordinal);
            }
        }
        finally
        {
            File.Delete(file);
        }
    }
}
