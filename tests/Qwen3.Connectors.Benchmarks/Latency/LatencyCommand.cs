using System.CommandLine;
using Qwen3.Connectors.Benchmarks.Inputs;

namespace Qwen3.Connectors.Benchmarks.Latency;

/// <summary>The command that measures how long a query takes alone, beside a bulk call and beside a long text.</summary>
internal static class LatencyCommand
{
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        var model = new Option<string>("--model")
        {
            Description = "GGUF file of an embedding model. Default: the bundled one.",
            DefaultValueFactory = _ => BenchmarkFiles.Embedding,
        };
        var texts = new Option<int>("--texts")
        {
            Description = "Texts of the bulk call; 0 for none.",
            DefaultValueFactory = _ => 20_000,
        };
        var longTokens = new Option<int>("--long-tokens")
        {
            Description = "Tokens of the long text; 0 for none.",
            DefaultValueFactory = _ => 8000,
        };
        var queries = new Option<int>("--queries")
        {
            Description = "Queries per measurement at most.",
            DefaultValueFactory = _ => 200,
        };
        var command = new RootCommand("Measures the latency of queries beside other calls.") { model, texts, longTokens, queries };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var run = new LatencyRun(parsed.GetRequiredValue(model), parsed.GetValue(queries));
            output.WriteLine("| beside | queries | p50 ms | p95 ms | p99 ms | max ms | refused | the other call took |");
            output.WriteLine("|---|---:|---:|---:|---:|---:|---:|---:|");
            output.WriteLine(await run.MeasureAsync("nothing", [], cancellationToken).ConfigureAwait(false));
            if (parsed.GetValue(texts) is var count and > 0)
            {
                output.WriteLine(await run.MeasureAsync($"{count} texts", run.MakeTexts(count), cancellationToken).ConfigureAwait(false));
            }

            if (parsed.GetValue(longTokens) is var tokens and > 0)
            {
                var text = await run.MakeTextAsync(tokens, cancellationToken).ConfigureAwait(false);
                output.WriteLine(await run.MeasureAsync($"a text of {tokens} tokens", [text], cancellationToken).ConfigureAwait(false));
            }
        });
        return await command.Parse([.. arguments]).InvokeAsync(new InvocationConfiguration { Output = output, Error = error })
            .ConfigureAwait(false);
    }
}
