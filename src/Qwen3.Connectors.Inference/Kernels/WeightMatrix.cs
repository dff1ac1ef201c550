using System.Runtime.Intrinsics.X86;
using Qwen3.Connectors.Inference.Formats;

namespace Qwen3.Connectors.Inference.Kernels;

/// <summary>A matrix <c>[rows x depth]</c> in its file format: <c>y = W x</c> is one product a row.</summary>
/// <param name="format">The format of all rows.</param>
/// <param name="data">The first row; mapped from the file.</param>
/// <param name="rows">Output features.</param>
/// <param name="depth">Input features; a multiple of the format's block.</param>
internal sealed unsafe class WeightMatrix(BlockFormat format, byte* data, int rows, int depth)
{
    private const int CacheLine = 64;

    private readonly byte* _data = data;
    private readonly long _rowBytes = format.ByteLength(depth);

    /// <summary>Output features.</summary>
    public int Rows { get; } = rows;

    /// <summary>Input features.</summary>
    public int Depth { get; } = depth;

    /// <summary>The format of all rows.</summary>
    public BlockFormat Format { get; } = format;

    /// <summary>Decodes one whole row.</summary>
    /// <param name="row">Which row.</param>
    /// <param name="values">Where it goes, <c>[depth]</c>.</param>
    public void DecodeRow(int row, Span<float> values) => Format.Decode(new ReadOnlySpan<byte>(_data + (row * _rowBytes), checked((int)_rowBytes)), values);

    /// <summary>Decodes a block of rows between two depths.</summary>
    /// <param name="firstRow">The first row.</param>
    /// <param name="rowCount">How many rows.</param>
    /// <param name="firstDepth">Where in the rows to start; a multiple of the format's block.</param>
    /// <param name="depth">How many values of each row.</param>
    /// <param name="destination">Where they go, <c>[rowCount x depth]</c>.</param>
    /// <param name="stride">Floats from a row of <paramref name="destination"/> to the next.</param>
    public void DecodeBlock(int firstRow, int rowCount, int firstDepth, int depth, float* destination, int stride)
    {
        var blocks = depth / Format.BlockLength;
        var source = _data + (firstRow * _rowBytes) + Format.ByteLength(firstDepth);
        Format.DecodeRows(source, _rowBytes, rowCount, blocks, destination, stride);
    }

    /// <summary>Asks for the bytes of a block of rows that will be decoded soon; rows behind the last are left out. Nothing happens on CPUs that can't be asked.</summary>
    /// <param name="firstRow">The first row.</param>
    /// <param name="rowCount">How many rows.</param>
    /// <param name="firstDepth">Where in the rows to start; a multiple of the format's block.</param>
    /// <param name="depth">How many values of each row.</param>
    public void Prefetch(int firstRow, int rowCount, int firstDepth, int depth)
    {
        if (!Sse.IsSupported)
        {
            return;
        }

        var bytes = Format.ByteLength(depth);
        var row = _data + (firstRow * _rowBytes) + Format.ByteLength(firstDepth);
        for (var left = Math.Min(rowCount, Rows - firstRow); left > 0; left--, row += _rowBytes)
        {
            for (var at = 0L; at < bytes; at += CacheLine)
            {
                Sse.Prefetch1(row + at);
            }
        }
    }
}
