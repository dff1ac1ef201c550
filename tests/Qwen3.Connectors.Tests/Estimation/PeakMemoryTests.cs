using System.Diagnostics;
using System.Text.Json;
using Qwen3.Connectors.Benchmarks.Memory;
using Qwen3.Connectors.Tests.Gguf;

namespace Qwen3.Connectors.Tests.Estimation;

/// <summary>Compares the peak memory of processes that only run a model with the estimates.</summary>
public class PeakMemoryTests
{
    // What the estimate promises.
    private const double Tolerance = 0.15;

    [Fact]
    public async Task The_peak_of_a_process_is_within_15_percent_of_the_estimate()
    {
        using var file = new TemporaryFile();
        MidSizeModel.Save(file.Path, layers: 8, hidden: 1024, feedForward: 3072, heads: 8, keyHeads: 4, headSize: 128);
        var small = await MeasureAsync(file.Path, "--batch-tokens", "128", "--texts", "4", "--text-tokens", "64");
        var large = await MeasureAsync(file.Path, "--batch-tokens", "2048", "--texts", "5", "--text-tokens", "512");
        var cached = await MeasureAsync(file.Path, "--batch-tokens", "512", "--texts", "2", "--text-tokens", "16", "--fill-cache");
        Assert.All((MemoryResult[])[small, large, cached], result => Assert.InRange(result.Ratio, 1 - Tolerance, 1 + Tolerance));

        // The difference is activations alone, so an error of their estimate is not hidden by the other parts.
        Assert.InRange((double)(large.EstimatedBytes - small.EstimatedBytes) / (large.MeasuredBytes - small.MeasuredBytes), 0.6, 1.4);
    }

    [Fact]
    public async Task A_text_of_the_whole_context_takes_what_was_estimated_and_no_more_than_a_line_a_token()
    {
        using var file = new TemporaryFile();
        MidSizeModel.Save(file.Path, layers: 2, hidden: 1024, feedForward: 1024, heads: 4, keyHeads: 2, headSize: 32);
        var result = await MeasureAsync(file.Path, "--texts", "1", "--text-tokens", "32768");
        Assert.Equal(32768, result.Estimate.BatchTokens);
        Assert.InRange(result.Ratio, 1 - Tolerance, 1 + Tolerance);

        // Attention by the square of the text would be 4 GB for one head.
        Assert.InRange(result.MeasuredBytes, 0, 400_000_000);
    }

    private static async Task<MemoryResult> MeasureAsync(string model, params string[] arguments)
    {
        string[] all = [typeof(MemoryResult).Assembly.Location, "memory", "--model", model, "--threads", "2", .. arguments];
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            all)
        { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
        var result = JsonSerializer.Deserialize<MemoryResult>(output)!;
        TestContext.Current.TestOutputHelper?.WriteLine(output);
        return result;
    }
}
