using Qwen3.Connectors.VectorSearch.Scans;

namespace Qwen3.Connectors.VectorSearch.Rows;

/// <summary>Vectors in one encoding. One writer at a time; rows that were published may be read meanwhile.</summary>
internal abstract class VectorRows(int dimensions)
{
    public int Dimensions => dimensions;

    /// <summary>Bytes of memory per vector.</summary>
    public abstract int BytesPerRow { get; }

    /// <summary>Bytes per vector in a saved index: <see cref="BytesPerRow"/> without padding.</summary>
    public abstract int SavedBytesPerRow { get; }

    /// <summary>The ranges of 8-bit codes; null in other encodings.</summary>
    public virtual QuantizationRanges? Ranges => null;

    /// <summary>Encodes a vector into a row behind all published rows.</summary>
    /// <param name="row">The row.</param>
    /// <param name="vector"><c>[dimensions]</c>.</param>
    public abstract void Write(int row, ReadOnlySpan<float> vector);

    /// <summary>Converts queries to the form that a pass over all rows needs.</summary>
    /// <param name="queries"><c>[queries][dimensions]</c>.</param>
    public abstract VectorScan Prepare(IReadOnlyList<float[]> queries);

    /// <summary>Returns the dot product of a query in full precision and a decoded row.</summary>
    /// <param name="query"><c>[dimensions]</c>.</param>
    /// <param name="row">The row.</param>
    public abstract float Score(ReadOnlySpan<float> query, int row);

    /// <summary>Copies rows into new memory.</summary>
    /// <param name="rows">The rows to copy, in their new order.</param>
    public abstract VectorRows Copy(ReadOnlySpan<int> rows);

    /// <summary>Writes an encoded row as a saved index has it, little-endian.</summary>
    /// <param name="row">The row.</param>
    /// <param name="destination"><c>[<see cref="SavedBytesPerRow"/>]</c>.</param>
    public abstract void Save(int row, Span<byte> destination);

    /// <summary>Reads an encoded row into a row behind all published rows.</summary>
    /// <param name="row">The row.</param>
    /// <param name="source"><c>[<see cref="SavedBytesPerRow"/>]</c>.</param>
    /// <returns>Whether the row is one that <see cref="Save"/> can have written.</returns>
    public abstract bool TryLoad(int row, ReadOnlySpan<byte> source);

    /// <summary>Creates empty rows.</summary>
    /// <param name="encoding">How vectors are stored.</param>
    /// <param name="dimensions">Values of a vector.</param>
    /// <param name="capacity">Rows to allocate at the start.</param>
    /// <param name="ranges">Required for int8 only.</param>
    public static VectorRows Create(VectorEncoding encoding, int dimensions, int capacity, QuantizationRanges? ranges) => encoding switch
    {
        VectorEncoding.Float32 => new FloatRows(dimensions, capacity),
        VectorEncoding.Int8 => new Int8Rows(ranges!, capacity),
        VectorEncoding.Binary => new BinaryRows(dimensions, capacity),
        _ => throw new ArgumentOutOfRangeException(nameof(encoding), encoding, "Unknown encoding. This is a bug."),
    };
}
