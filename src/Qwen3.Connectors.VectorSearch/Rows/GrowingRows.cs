namespace Qwen3.Connectors.VectorSearch.Rows;

/// <summary>Rows of equal length in one array that grows. One writer at a time; rows that were published may be read meanwhile.</summary>
/// <param name="stride">Values from one row to the next; the padding of a row that was written stays zero.</param>
/// <param name="capacity">Rows to allocate at the start.</param>
internal sealed class GrowingRows<T>(int stride, int capacity)
    where T : unmanaged
{
    // A reader that knows of a row gets an array that contains it: the row count is published after the array, and a larger array starts as
    // a copy.
    private volatile T[] _values = GC.AllocateUninitializedArray<T>(Length(stride, capacity));

    public int Stride => stride;

    /// <summary><c>[capacity x stride]</c>.</summary>
    public T[] Values => _values;

    /// <summary>A published row.</summary>
    public Span<T> this[int row] => _values.AsSpan(row * stride, stride);

    /// <summary>Returns a row to write, all zero, behind all published rows. Allocates if needed.</summary>
    /// <remarks>Memory is cleared row by row: clearing hundreds of megabytes at once takes as long as reading them.</remarks>
    public Span<T> Writable(int row)
    {
        var needed = Length(stride, row + 1L);
        if (needed > _values.Length)
        {
            var larger = GC.AllocateUninitializedArray<T>((int)Math.Min(Math.Max(needed, 2L * _values.Length), Array.MaxLength));
            _values.AsSpan().CopyTo(larger);
            _values = larger;
        }

        var destination = _values.AsSpan(row * stride, stride);
        destination.Clear();
        return destination;
    }

    /// <summary>Copies rows into new memory.</summary>
    /// <param name="rows">The rows to copy, in their new order.</param>
    public GrowingRows<T> Copy(ReadOnlySpan<int> rows)
    {
        var copy = new GrowingRows<T>(stride, rows.Length);
        for (var i = 0; i < rows.Length; i++)
        {
            this[rows[i]].CopyTo(copy[i]);
        }

        return copy;
    }

    private static int Length(int stride, long rows) => stride * rows <= Array.MaxLength
        ? (int)(stride * rows)
        : throw new InvalidOperationException(string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{rows} rows of {stride} values exceed an array of {Array.MaxLength} elements; use several indexes, or a smaller encoding."));
}
