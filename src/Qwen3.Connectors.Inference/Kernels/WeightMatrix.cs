using System.Runtime.Intrinsics.X86;
using Qwen3.Connectors.Inference.Formats;

namespace Qwen3.Connectors.Inference.Kernels;

/// <summary>A weight matrix <c>[rows x K]</c> in its file format, mapped from the model file.</summary>
/// <param name="format">Format of all rows.</param>
/// <param name="data">The first row.</param>
/// <param name="rows">Output features.</param>
/// <param name="k">Input features (K); a multiple of the format's block length.</param>
internal sealed unsafe class WeightMatrix(BlockFormat format, byte* data, int rows, int k)
{
    private const int CacheLine = 64;

    private readonly byte* _data = data;
    private readonly long _rowBytes = format.ByteLength(k);

    /// <summary>Output features.</summary>
    public int Rows { get; } = rows;

    /// <summary>Input features.</summary>
    public int Depth { get; } = k;

    /// <summary>The format of all rows.</summary>
    public BlockFormat Format { get; } = format;

    /// <summary>Decodes one whole row.</summary>
    /// <param name="row">The row's index.</param>
    /// <param name="values">The destination, <c>[K]</c>.</param>
    public void DecodeRow(int row, Span<float> values) =>
        Format.Decode(new ReadOnlySpan<byte>(_data + (row * _rowBytes), checked((int)_rowBytes)), values);

    /// <summary>The bytes of a row from a value on; <paramref name="k"/> is a multiple of the format's block length.</summary>
    public byte* At(int row, int k) => _data + (row * _rowBytes) + Format.ByteLength(k);

    /// <summary>Decodes the values from <paramref name="firstK"/> on of several rows.</summary>
    /// <param name="firstRow">The first row.</param>
    /// <param name="rowCount">Number of rows.</param>
    /// <param name="firstK">Index of the first value of each row; a multiple of the format's block length.</param>
    /// <param name="k">Number of values of each row.</param>
    /// <param name="destination">The destination, <c>[rowCount x k]</c>.</param>
    /// <param name="stride">Floats from one row of <paramref name="destination"/> to the next.</param>
    public void DecodeBlock(int firstRow, int rowCount, int firstK, int k, float* destination, int stride)
    {
        var blocks = k / Format.BlockLength;
        var source = _data + (firstRow * _rowBytes) + Format.ByteLength(firstK);
        Format.DecodeRows(source, _rowBytes, rowCount, blocks, destination, stride);
    }

    /// <summary>
    /// Prefetches values of rows that will be decoded soon, up to the last row. Does nothing on CPUs without a prefetch instruction.
    /// </summary>
    /// <param name="firstRow">The first row.</param>
    /// <param name="rowCount">Number of rows.</param>
    /// <param name="firstK">Index of the first value of each row; a multiple of the format's block length.</param>
    /// <param name="k">Number of values of each row.</param>
    public void Prefetch(int firstRow, int rowCount, int firstK, int k)
    {
        if (!Sse.IsSupported)
        {
            return;
        }

        var bytes = Format.ByteLength(k);
        var row = _data + (firstRow * _rowBytes) + Format.ByteLength(firstK);
        for (var left = Math.Min(rowCount, Rows - firstRow); left > 0; left--, row += _rowBytes)
        {
            for (var at = 0L; at < bytes; at += CacheLine)
            {
                Sse.Prefetch1(row + at);
            }
        }
    }
}
