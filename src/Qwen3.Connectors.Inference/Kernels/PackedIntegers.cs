using Qwen3.Connectors.Inference.Formats;

namespace Qwen3.Connectors.Inference.Kernels;

/// <summary>
/// A packed weight block of an <see cref="IntegerFormat"/>: rows decoded to 16-bit integers with a float scale per 32 values, in slices of
/// 256 values along K.
/// </summary>
/// <remarks>
/// All rows of a slice are contiguous, <c>[rows x 256]</c>, so that the micro-kernels address rows by constants; then come the scales,
/// <c>[rows x 8]</c>, and the minimums, <c>[rows x 16]</c>. K values of a row lie in pairs as they lie in the file.
/// </remarks>
/// <param name="data">The memory of the block, <see cref="FloatsFor"/> floats.</param>
/// <param name="rowCapacity">Rows that a slice has space for; a multiple of <see cref="GemmMicroKernel.RowMultiple"/>.</param>
internal readonly unsafe struct PackedIntegers(float* data, int rowCapacity)
{
    /// <summary>Values of a row in a slice: the longest block of any format.</summary>
    public const int Slice = 256;

    /// <summary>Scales of a row in a slice.</summary>
    public const int SliceScales = Slice / IntegerFormat.ScaleLength;

    /// <summary>Space for the minimums of a row in a slice.</summary>
    public const int SliceMinimums = Slice / 16;

    private const int FloatsPerRow = (Slice / 2) + SliceScales + SliceMinimums;

    /// <summary>Floats of a block of <paramref name="rows"/> rows and <paramref name="slices"/> slices.</summary>
    public static int FloatsFor(int rows, int slices) => slices * rows * FloatsPerRow;

    /// <summary>Slices of rows of <paramref name="k"/> values; the last one may be shorter.</summary>
    public static int SlicesFor(int k) => (k + Slice - 1) / Slice;

    /// <summary>The integers of a slice, <c>[rows x 256]</c>.</summary>
    public short* Integers(int slice) => (short*)(data + (slice * rowCapacity * FloatsPerRow));

    /// <summary>The scales of a slice, <c>[rows x 8]</c>.</summary>
    public float* Scales(int slice) => data + (slice * rowCapacity * FloatsPerRow) + (rowCapacity * (Slice / 2));

    /// <summary>The minimums of a slice, <c>[rows x 16]</c>.</summary>
    public float* Minimums(int slice) => Scales(slice) + (rowCapacity * SliceScales);

    /// <summary>Decodes rows, one after the other, as they lie in the file.</summary>
    /// <param name="weights">The matrix; of an <see cref="IntegerFormat"/>.</param>
    /// <param name="firstRow">The first row.</param>
    /// <param name="rowCount">Number of rows.</param>
    /// <param name="firstK">Index of the first value of each row; a multiple of <see cref="Slice"/>.</param>
    /// <param name="k">Number of values of each row.</param>
    public void Decode(WeightMatrix weights, int firstRow, int rowCount, int firstK, int k)
    {
        var format = (IntegerFormat)weights.Format;
        for (var row = 0; row < rowCount; row++)
        {
            var source = weights.At(firstRow + row, firstK);
            for (int slice = 0, at = 0; at < k; slice++, at += Slice)
            {
                var values = Math.Min(Slice, k - at);
                format.DecodeIntegers(
                    source, values / format.BlockLength, Integers(slice) + (row * Slice), Scales(slice) + (row * SliceScales),
                    Minimums(slice) + (row * SliceMinimums));
                source += format.ByteLength(values);
            }
        }
    }
}
