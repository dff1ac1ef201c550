using System.CommandLine;
using System.Text.Json;
using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Benchmarks.Memory;

/// <summary>
/// The command for the table of docs/estimates.md: runs a model in this process and compares its peak memory with the estimate.
/// </summary>
internal static class MemoryCommand
{
    public static int Run(IReadOnlyList<string> arguments, TextWriter output)
    {
        var model = new Option<string>("--model")
        {
            Description = "GGUF file of an embedding model.",
            Required = true,
        };
        var batchTokens = new Option<int>("--batch-tokens")
        {
            Description = "The token budget.",
            DefaultValueFactory = _ => new InferenceOptions().BatchTokens,
        };
        var textTokens = new Option<int>("--text-tokens")
        {
            Description = "Tokens of a text.",
            DefaultValueFactory = _ => 128,
        };
        var texts = new Option<int>("--texts")
        {
            Description = "Number of texts, in one call.",
            DefaultValueFactory = _ => 32,
        };
        var threads = new Option<int?>("--threads")
        {
            Description = "Threads that compute. Default: all cores.",
        };
        var fillCache = new Option<bool>("--fill-cache")
        {
            Description = "Give texts common prefixes, so that the prefix cache fills.",
        };
        var manyScripts = new Option<bool>("--many-scripts")
        {
            Description = "Words of random characters of many scripts instead of English words.",
        };
        var command = new RootCommand("Embeds random texts and prints the peak memory of the process and the estimate.")
        {
            model, batchTokens, textTokens, texts, threads, fillCache, manyScripts,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var run = new MemoryRun
            {
                Path = parsed.GetRequiredValue(model),
                Options = new InferenceOptions { BatchTokens = parsed.GetValue(batchTokens), ThreadCount = parsed.GetValue(threads) },
                TextTokens = parsed.GetValue(textTokens),
                TextCount = parsed.GetValue(texts),
                HasCommonBeginnings = parsed.GetValue(fillCache),
                HasManyScripts = parsed.GetValue(manyScripts),
            };
            var result = await run.MeasureAsync(cancellationToken).ConfigureAwait(false);
            await output.WriteLineAsync(JsonSerializer.Serialize(result)).ConfigureAwait(false);
            return 0;
        });
        return command.Parse(arguments).Invoke();
    }
}
