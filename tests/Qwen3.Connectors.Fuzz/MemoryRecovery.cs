using System.Globalization;
using System.Runtime.InteropServices;
using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Fuzz;

/// <summary>Runs a batch that does not fit into memory, then one that does: its vectors must be the same as before.</summary>
internal static class MemoryRecovery
{
    private const int Texts = 34;
    private const int TokensPerText = 30_000;

    /// <summary>Embeds texts before, during and after a lack of memory; the process needs a limit of its address space.</summary>
    /// <returns>What was wrong; null when the model recovered.</returns>
    public static async Task<string?> RunAsync(string path)
    {
        var options = new InferenceOptions
        {
            BatchTokens = Texts * TokensPerText,
            MaxQueuedTokens = 2 * Texts * TokensPerText,
            SharePrefixes = false,
        };
        using var model = EmbeddingModel.Load(path, options);
        var before = await EmbedAsync(model, "What is the capital of China?").ConfigureAwait(false);
        for (var round = 0; round < 2; round++)
        {
            try
            {
                await model.EmbedAsync(LongTexts()).ConfigureAwait(false);
                return "The long batch fitted into memory: lower the limit of the address space.";
            }
            catch (OutOfMemoryException)
            {
                // Expected: the engine must serve the next batch.
            }

            var after = await EmbedAsync(model, "What is the capital of China?").ConfigureAwait(false);
            if (!after.AsSpan().SequenceEqual(before))
            {
                return "The vector after the lack of memory differs from the one before.";
            }
        }

        return null;
    }

    private static List<string> LongTexts()
    {
        var words = string.Concat(Enumerable.Repeat(" a", TokensPerText));
        return [.. Enumerable.Range(0, Texts).Select(text => string.Create(CultureInfo.InvariantCulture, $"{text}{words}"))];
    }

    private static async Task<byte[]> EmbedAsync(EmbeddingModel model, string text)
    {
        var result = await model.EmbedAsync([text]).ConfigureAwait(false);
        return MemoryMarshal.AsBytes(result[0].Values.Span).ToArray();
    }
}
