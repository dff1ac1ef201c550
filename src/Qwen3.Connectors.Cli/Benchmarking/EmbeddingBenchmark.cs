using System.Diagnostics;
using Microsoft.Extensions.AI;

namespace Qwen3.Connectors.Cli.Benchmarking;

/// <summary>Calls a generator again and again with new texts and takes the time of the calls only.</summary>
internal sealed class EmbeddingBenchmark(Qwen3EmbeddingGenerator generator, TextMaker textMaker)
{
    public async Task<BenchmarkSpeed> RunAsync(int tokensPerText, int textsPerCall, TimeSpan duration, CancellationToken cancellationToken)
    {
        // The first call pages the weights in and compiles the kernels.
        await CallAsync(tokensPerText, textsPerCall, cancellationToken).ConfigureAwait(false);
        var sum = default(BenchmarkSpeed);
        while (sum.Elapsed < duration)
        {
            var call = await CallAsync(tokensPerText, textsPerCall, cancellationToken).ConfigureAwait(false);
            sum = new BenchmarkSpeed(sum.Texts + call.Texts, sum.Tokens + call.Tokens, sum.AttentionPairs + call.AttentionPairs, sum.Elapsed + call.Elapsed);
        }

        return sum;
    }

    private async Task<BenchmarkSpeed> CallAsync(int tokensPerText, int textsPerCall, CancellationToken cancellationToken)
    {
        var texts = Enumerable.Range(0, textsPerCall).Select(_ => textMaker.Make(tokensPerText)).ToList();
        var start = Stopwatch.GetTimestamp();
        var embeddings = await generator.GenerateAsync(texts, cancellationToken: cancellationToken).ConfigureAwait(false);
        var elapsed = Stopwatch.GetElapsedTime(start);
        var counts = embeddings.Select(TokensOf).ToList();
        return new BenchmarkSpeed(texts.Count, counts.Sum(), counts.Sum(count => count * (count + 1) / 2), elapsed);
    }

    private static long TokensOf(Embedding<float> embedding) => (int)embedding.AdditionalProperties![Qwen3PropertyNames.TokenCount]!;
}
