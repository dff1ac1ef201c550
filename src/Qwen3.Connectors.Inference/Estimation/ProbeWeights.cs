using System.Runtime.InteropServices;
using Qwen3.Connectors.Inference.Formats;
using Qwen3.Connectors.Inference.Kernels;
using Qwen3.Connectors.Inference.Transformer;

namespace Qwen3.Connectors.Inference.Estimation;

/// <summary>A layer of a model's shape with constant weights. It is as fast as a real one: the time of arithmetic does not depend on the numbers.</summary>
internal sealed unsafe class ProbeWeights : IDisposable
{
    // A small positive number as a scale of any format and as a weight; only the power of two of MXFP4 would be rounded to zero.
    private const byte Filling = 0x3C;
    private const byte MxFilling = 0x7C;

    private readonly ModelShape _shape;
    private readonly BlockFormat _format;
    private readonly List<nint> _blocks = [];

    /// <param name="shape">The widths.</param>
    /// <param name="format">The type of all matrices.</param>
    public ProbeWeights(ModelShape shape, BlockFormat format)
    {
        _shape = shape;
        _format = format;
        Layer = new LayerWeights
        {
            AttentionNorm = Ones(shape.HiddenSize),
            Query = Matrix(shape.QueryWidth, shape.HiddenSize),
            Key = Matrix(shape.KeyWidth, shape.HiddenSize),
            Value = Matrix(shape.KeyWidth, shape.HiddenSize),
            QueryNorm = Ones(shape.HeadSize),
            KeyNorm = Ones(shape.HeadSize),
            AttentionOutput = Matrix(shape.HiddenSize, shape.QueryWidth),
            FeedForwardNorm = Ones(shape.HiddenSize),
            Gate = Matrix(shape.FeedForwardSize, shape.HiddenSize),
            Up = Matrix(shape.FeedForwardSize, shape.HiddenSize),
            Down = Matrix(shape.HiddenSize, shape.FeedForwardSize),
        };
        TokenEmbedding = Matrix(1, shape.HiddenSize);
    }

    private LayerWeights Layer { get; }

    /// <summary>One row, for token 0.</summary>
    private WeightMatrix TokenEmbedding { get; }

    /// <summary>The bytes of a layer's matrices in a format, apart from rounding to blocks.</summary>
    public static double BytesFor(ModelShape shape, BlockFormat format) =>
        (double)shape.LayerParameterCount / shape.LayerCount * format.ByteLength(format.BlockLength) / format.BlockLength;

    /// <summary>Returns a network of <paramref name="layerCount"/> times the same layer.</summary>
    public TransformerWeights Repeat(int layerCount) => new()
    {
        TokenEmbedding = TokenEmbedding,
        Layers = [.. Enumerable.Repeat(Layer, layerCount)],
        OutputNorm = Ones(_shape.HiddenSize),
    };

    public void Dispose()
    {
        _blocks.ForEach(block => NativeMemory.Free((void*)block));
        _blocks.Clear();
    }

    private static float[] Ones(int length) => [.. Enumerable.Repeat(1f, length)];

    private WeightMatrix Matrix(int rows, int columns)
    {
        if (columns % _format.BlockLength != 0)
        {
            throw new ArgumentException(
                $"A matrix of {columns} columns can't be of type {_format.Type}: expected a multiple of {_format.BlockLength}, the type's block length.");
        }

        var bytes = checked((nuint)(_format.ByteLength(columns) * rows));
        var block = NativeMemory.Alloc(bytes);
        _blocks.Add((nint)block);
        NativeMemory.Fill(block, bytes, _format.Type == GgmlType.MXFP4 ? MxFilling : Filling);
        return new WeightMatrix(_format, (byte*)block, rows, columns);
    }
}
