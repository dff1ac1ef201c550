namespace Qwen3.Connectors.Inference.Tokenization;

/// <summary>Takes token ids in, or only counts them.</summary>
internal ref struct IdWriter
{
    private int[]? _ids;

    private IdWriter(int[]? ids) => _ids = ids;

    /// <summary>How many ids were added.</summary>
    public int Count { get; private set; }

    /// <summary>A writer that keeps ids, with room for a text of <paramref name="characters"/> characters in most languages.</summary>
    public static IdWriter Keeping(int characters) => new(new int[(characters / 3) + 8]);

    /// <summary>A writer that keeps nothing.</summary>
    public static IdWriter Counting() => new(null);

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

    /// <summary>The ids that were added; only of a writer that keeps them.</summary>
    public readonly int[] ToArray() => _ids.AsSpan(0, Count).ToArray();
}
