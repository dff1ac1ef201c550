namespace Qwen3.Connectors.Remote.Engines;

/// <summary>Divides the texts of a call into requests: neighbours, so that each request is a range.</summary>
internal static class BatchPlan
{
    /// <summary>Half of the smallest limit of a request that servers have by default (2 MB, text-embeddings-inference).</summary>
    private const int MaxBytes = 1_000_000;

    /// <summary>Fewer texts per request would not use a server well.</summary>
    private const int MinTexts = 8;

    /// <param name="bytes">The UTF-8 length of each text.</param>
    /// <param name="maxTexts">Texts of a request at most.</param>
    /// <param name="capacity">Requests that run at the same time.</param>
    public static List<(int Start, int Count)> Create(IReadOnlyList<int> bytes, int maxTexts, int capacity)
    {
        var share = (bytes.Count + capacity - 1) / capacity;
        var texts = Math.Clamp(share, Math.Min(MinTexts, maxTexts), maxTexts);
        var batches = new List<(int Start, int Count)>();
        var start = 0;
        var sum = 0L;
        for (var i = 0; i < bytes.Count; i++)
        {
            if (i > start && (i - start == texts || sum + bytes[i] > MaxBytes))
            {
                batches.Add((start, i - start));
                start = i;
                sum = 0;
            }

            sum += bytes[i];
        }

        batches.Add((start, bytes.Count - start));
        return batches;
    }

    /// <summary>A rough count for balancing.</summary>
    public static int EstimateTokens(int bytes) => (bytes / 3) + 2;
}
