using Qwen3.Connectors.VectorSearch.Scans;

namespace Qwen3.Connectors.VectorSearch.Rows;

/// <summary>Vectors in one encoding. One writer at a time; rows that were written may be read meanwhile.</summary>
internal abstract class VectorRows(int dimensions)
{
    public int Dimensions => dimensions;

    /// <summary>Bytes of memory a vector takes.</summary>
    public abstract int BytesPerRow { get; }

    /// <summary>Encodes a vector into a row behind all that may be read.</summary>
    /// <param name="row">The row's number.</param>
    /// <param name="vector"><c>[dimensions]</c>.</param>
    public abstract void Write(int row, ReadOnlySpan<float> vector);

    /// <summary>Queries in the form that a pass over all rows needs.</summary>
    /// <param name="queries"><c>[queries][dimensions]</c>.</param>
    public abstract VectorScan Prepare(IReadOnlyList<float[]> queries);

    /// <summary>The dot product of a query as it is, and a row as it can be decoded.</summary>
    /// <param name="query"><c>[dimensions]</c>.</param>
    /// <param name="row">The row's number.</param>
    public abstract float Score(ReadOnlySpan<float> query, int row);

    /// <summary>Creates empty rows.</summary>
    /// <param name="encoding">How vectors are kept.</param>
    /// <param name="dimensions">Values of a vector.</param>
    /// <param name="capacity">Rows to have memory for at the start.</param>
    /// <param name="ranges">Needed for int8 only.</param>
    public static VectorRows Create(VectorEncoding encoding, int dimensions, int capacity, QuantizationRanges? ranges) => encoding switch
    {
        VectorEncoding.Float32 => new FloatRows(dimensions, capacity),
        VectorEncoding.Int8 => new Int8Rows(ranges!, capacity),
        VectorEncoding.Binary => new BinaryRows(dimensions, capacity),
        _ => throw new ArgumentOutOfRangeException(nameof(encoding), encoding, "There is no such encoding."),
    };
}
