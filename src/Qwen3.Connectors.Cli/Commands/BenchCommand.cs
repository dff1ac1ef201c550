using System.CommandLine;
using Microsoft.Extensions.AI;
using Qwen3.Connectors.Cli.Benchmarking;
using Qwen3.Connectors.Cli.Lines;
using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Cli.Commands;

/// <summary>Measures how fast this machine embeds, against what it could compute at the most.</summary>
internal static class BenchCommand
{
    public static Command Create(CliEnvironment environment)
    {
        var model = CommonOptions.Model();
        var tokens = CommonOptions.Number("--tokens", "Tokens of each text. Default: 512.", 8, 1 << 20);
        var texts = CommonOptions.Number("--texts", "Texts of each call. Default: 1.", 1, 1 << 20);
        var seconds = CommonOptions.Number("--seconds", "How long to measure, at least one call. Default: 5.", 1, 3600);
        var threads = CommonOptions.Threads();
        var json = CommonOptions.Json();
        var command = new Command("bench", "Measures the speed of an embedding model on this machine.") { model, tokens, texts, seconds, threads, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var path = parsed.GetRequiredValue(model);
            var threadCount = parsed.GetValue(threads) ?? Environment.ProcessorCount;
            using var generator = ModelFile.Open(path, () => environment.LoadGenerator(path, new Qwen3EmbeddingOptions { ThreadCount = threadCount }));
            var tokenizer = generator.GetRequiredService<Qwen3Tokenizer>();

            // Before and after, the better one: whatever else runs on the machine only ever lowers it.
            var peakBefore = environment.MeasurePeak(threadCount);
            var benchmark = new EmbeddingBenchmark(generator, new TextMaker(text => tokenizer.CountTokens(text)));
            var speed = await benchmark.RunAsync(
                parsed.GetValue(tokens) ?? 512,
                parsed.GetValue(texts) ?? 1,
                TimeSpan.FromSeconds(parsed.GetValue(seconds) ?? 5),
                cancellationToken).ConfigureAwait(false);
            var peak = Math.Max(peakBefore, environment.MeasurePeak(threadCount));
            var report = BenchmarkReport.Create(generator.GetRequiredService<ModelDescription>(), speed, threadCount, peak);
            environment.Output.WriteLine(parsed.GetValue(json) ? JsonLine.Write(report) : report.Format());
            return ExitCodes.Ok;
        });
        return command;
    }
}
