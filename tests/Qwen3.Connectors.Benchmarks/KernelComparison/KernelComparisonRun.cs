using System.Diagnostics;
using System.Globalization;
using Qwen3.Connectors.Benchmarks.Inputs;
using Qwen3.Connectors.Cli.Benchmarking.Scenarios;
using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Inference.Formats;
using Qwen3.Connectors.Inference.Kernels;

namespace Qwen3.Connectors.Benchmarks.KernelComparison;

/// <summary>
/// Measures layer products of several kernels that take turns, run by run, so that other load of the machine meets all of them. The fastest
/// run of each counts. With one thread, runs are measured in processor time, which other load lengthens least.
/// </summary>
/// <param name="kernels">The kernels; the others are compared with the first.</param>
/// <param name="threadCount">Threads that compute.</param>
/// <param name="duration">Duration per format and number of tokens.</param>
internal sealed class KernelComparisonRun(IReadOnlyList<GemmMicroKernel> kernels, int threadCount, TimeSpan duration)
{
    private const int MinRuns = 3;

    /// <summary>Writes a Markdown table of products: billions of operations per second, and the ratio to the first kernel.</summary>
    public void Write(IReadOnlyList<BlockFormat> formats, IReadOnlyList<int> tokenCounts, TextWriter output)
    {
        WriteHeader("format | M", "Gop/s", output);
        foreach (var format in formats)
        {
            foreach (var tokens in tokenCounts)
            {
                LayerProducts[] products = [.. kernels.Select(kernel => new LayerProducts(format, tokens, threadCount, kernel))];
                var seconds = Measure([.. products.Select(product => (Action)product.Run)]);
                WriteRow($"{format.Type} | {tokens}", seconds, LayerProducts.Operations(tokens) / 1e9, output);
                Array.ForEach(products, product => product.Dispose());
            }
        }
    }

    /// <summary>Writes a Markdown table of whole texts: tokens per second, and the ratio to the first kernel.</summary>
    public void Write(string file, int textCount, IReadOnlyList<int> tokenCounts, TextWriter output)
    {
        EmbeddingModel[] models =
            [.. kernels.Select(kernel => EmbeddingModel.Load(file, new() { Kernel = kernel.Name, ThreadCount = threadCount }))];
        var generator = new RandomTextGenerator(text => models[0].Tokenizer.CountTokens(text));
        WriteHeader("texts | tokens", "tokens/s", output);
        foreach (var tokens in tokenCounts)
        {
            var seconds = Measure([.. models.Select(model => (Action)(() => Embed(model)))]);
            WriteRow($"{textCount} | {tokens}", seconds, textCount * tokens, output);

            void Embed(EmbeddingModel model)
            {
                string[] texts = [.. Enumerable.Range(0, textCount).Select(_ => generator.Generate(tokens))];
                model.EmbedAsync(texts).GetAwaiter().GetResult();
            }
        }

        Array.ForEach(models, model => model.Dispose());
    }

    private void WriteHeader(string columns, string unit, TextWriter output)
    {
        output.WriteLine($"| {columns} | {string.Join(" | ", kernels.Select(kernel => $"{kernel.Name} {unit}"))} | to {kernels[0].Name} |");
        output.WriteLine($"|---|---:|{string.Concat(kernels.Select(_ => "---:|"))}---:|");
    }

    private static void WriteRow(string columns, double[] seconds, double amount, TextWriter output)
    {
        var speeds = seconds.Select(time => (amount / time).ToString("N1", CultureInfo.InvariantCulture));
        var ratios = seconds.Skip(1).Select(time => (seconds[0] / time).ToString("N2", CultureInfo.InvariantCulture));
        output.WriteLine($"| {columns} | {string.Join(" | ", speeds)} | {string.Join(", ", ratios)} |");
    }

    /// <summary>Returns the seconds of the fastest run of each action.</summary>
    private double[] Measure(Action[] actions)
    {
        var fastest = new double[actions.Length];
        Array.Fill(fastest, double.MaxValue);
        Array.ForEach(actions, action => action());
        var begin = Stopwatch.GetTimestamp();
        for (var run = 0; run < MinRuns || Stopwatch.GetElapsedTime(begin) < duration; run++)
        {
            for (var i = 0; i < actions.Length; i++)
            {
                var start = Now();
                actions[i]();
                fastest[i] = Math.Min(fastest[i], (Now() - start).TotalSeconds);
            }
        }

        return fastest;
    }

    private TimeSpan Now() =>
        threadCount == 1 ? Environment.CpuUsage.TotalTime : Stopwatch.GetElapsedTime(0);
}
