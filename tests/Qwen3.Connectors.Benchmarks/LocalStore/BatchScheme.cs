using Qwen3.Connectors.LocalStore;

namespace Qwen3.Connectors.Benchmarks.LocalStore;

/// <summary>
/// What a writer writes, so that a reader notices a half written batch: batch n replaces the marker and a group, and adds records of
/// its own.
/// </summary>
internal static class BatchScheme
{
    public const int Dimensions = 32;

    /// <summary>Records of a group, and new records of a batch.</summary>
    public const int Size = 20;

    public const int Groups = 5;

    /// <summary>The key of the record that every batch replaces.</summary>
    public const long Marker = 0;

    public static LocalVectorStoreCollection<long, StoredRecord> Open(LocalVectorStore store) =>
        store.GetCollection<long, StoredRecord>("records", StoredRecord.Definition(Dimensions));

    /// <summary>The vector that finds the marker, which no other record has.</summary>
    public static float[] MarkerVector()
    {
        var vector = new float[Dimensions];
        vector[0] = 1;
        return vector;
    }

    public static List<StoredRecord> Create(long batch)
    {
        var random = new Random((int)batch);
        var records = new List<StoredRecord> { new() { Id = Marker, Batch = batch, Text = "marker", Vector = MarkerVector() } };
        for (var i = 0; i < Size; i++)
        {
            records.Add(Random(random, 1 + ((batch % Groups) * Size) + i, batch, "group"));
            records.Add(Random(random, FirstOwnKey(batch) + i, batch, "own"));
        }

        return records;
    }

    /// <summary>The key of the first record that only a batch writes.</summary>
    public static long FirstOwnKey(long batch) => 1000 + (batch * Size);

    private static StoredRecord Random(Random random, long id, long batch, string text)
    {
        // Never near the marker: the first value is 0.
        var vector = new float[Dimensions];
        for (var i = 1; i < vector.Length; i++)
        {
            vector[i] = random.NextSingle() - 0.5f;
        }

        return new StoredRecord { Id = id, Batch = batch, Text = text, Vector = vector };
    }
}
