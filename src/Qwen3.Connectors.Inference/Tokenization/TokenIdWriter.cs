namespace Qwen3.Connectors.Inference.Tokenization;

/// <summary>Collects token ids, or only counts them.</summary>
internal ref struct TokenIdWriter
{
    private const int MaxInitialIds = 1 << 16;

    private int[]? _ids;

    private TokenIdWriter(int[]? ids) => _ids = ids;

    /// <summary>Ids that were added.</summary>
    public int Count { get; private set; }

    /// <summary>Creates a writer that stores the ids of a text of about <paramref name="characters"/> characters.</summary>
    public static TokenIdWriter Storing(int characters) => new(new int[Math.Min((characters / 3) + 8, MaxInitialIds)]);

    /// <summary>Creates a writer that stores nothing.</summary>
    public static TokenIdWriter Counting() => new(null);

    public void Add(int id)
    {
        if (_ids is not null)
        {
            if (Count == _ids.Length)
            {
                Array.Resize(ref _ids, (int)Math.Min(2L * _ids.Length, Array.MaxLength));
            }

            _ids[Count] = id;
        }

        Count++;
    }

    public void Add(scoped ReadOnlySpan<int> ids)
    {
        if (_ids is null)
        {
            Count += ids.Length;
            return;
        }

        foreach (var id in ids)
        {
            Add(id);
        }
    }

    /// <summary>Returns the ids; only valid on a writer that stores them.</summary>
    public readonly int[] ToArray() => _ids.AsSpan(0, Count).ToArray();
}
