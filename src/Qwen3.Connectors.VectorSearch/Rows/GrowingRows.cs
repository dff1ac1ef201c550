namespace Qwen3.Connectors.VectorSearch.Rows;

/// <summary>Rows of one length, one after another in one array. One writer at a time; rows that were written may be read meanwhile.</summary>
/// <param name="stride">Values from one row to the next; what a row does not use stays zero.</param>
/// <param name="capacity">Rows to have memory for at the start.</param>
internal sealed class GrowingRows<T>(int stride, int capacity)
    where T : unmanaged
{
    // A reader that knows of a row gets an array that has it: the count is published after the array, and a larger array starts as a copy.
    private volatile T[] _values = new T[Length(stride, capacity)];

    public int Stride => stride;

    /// <summary><c>[capacity x stride]</c>.</summary>
    public T[] Values => _values;

    /// <summary>A row to be written, behind all that may be read.</summary>
    public Span<T> Writable(int row)
    {
        var needed = Length(stride, row + 1L);
        if (needed > _values.Length)
        {
            var larger = new T[Math.Min(Math.Max(needed, 2L * _values.Length), Array.MaxLength)];
            _values.AsSpan().CopyTo(larger);
            _values = larger;
        }

        return _values.AsSpan(row * stride, stride);
    }

    private static int Length(int stride, long rows) => stride * rows <= Array.MaxLength
        ? (int)(stride * rows)
        : throw new InvalidOperationException($"{rows} rows of {stride} values don't fit into one array, which has {Array.MaxLength}; use several indexes, or a smaller encoding.");
}
