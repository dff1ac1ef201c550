using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Qwen3.Connectors.Inference.Gguf;
using Qwen3.Connectors.Inference.Transformer;

namespace Qwen3.Connectors.Inference.Loading;

/// <summary>A hash of what defines a network. Weights are sampled, so that a file of gigabytes is told from another in some 10 ms and stays on its disk.</summary>
internal static class WeightsFingerprint
{
    // The network's tensors take turns in the sample: 11 a layer, and 96 of some hundred hit every kind in several layers, so that a change of one kind everywhere shows.
    private const int MaxSamples = 96;
    private const int SampleBytes = 256;

    /// <param name="shape">The network's shape, defaults filled in: a key that is missing and one that says the default are the same network.</param>
    /// <param name="tensors">Those that are used, in an order that does not depend on the file's.</param>
    /// <returns>32 hexadecimal digits.</returns>
    public static string Of(TransformerShape shape, IEnumerable<GgufTensor> tensors)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        int[] numbers =
        [
            shape.LayerCount, shape.HiddenSize, shape.HeadCount, shape.KeyValueHeadCount, shape.HeadSize, shape.FeedForwardSize,
            BitConverter.SingleToInt32Bits(shape.Epsilon), BitConverter.SingleToInt32Bits(shape.RopeBase),
        ];
        Array.ForEach(numbers, number => Append(hash, number));
        var all = tensors.ToArray();
        for (var i = 0; i < all.Length; i++)
        {
            AppendHeader(hash, all[i]);
        }

        var count = Math.Min(MaxSamples, all.Length);
        for (var i = 0; i < count; i++)
        {
            AppendSample(hash, all[(int)((long)i * all.Length / count)]);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16));
    }

    private static void AppendHeader(IncrementalHash hash, GgufTensor tensor)
    {
        var name = Encoding.UTF8.GetBytes(tensor.Name);
        Append(hash, name.Length);
        hash.AppendData(name);
        Append(hash, (int)tensor.Type);
        Append(hash, tensor.Dimensions.Count);
        foreach (var length in tensor.Dimensions)
        {
            Append(hash, length);
        }
    }

    /// <summary>The start of the middle row: padding and special tokens are at the ends.</summary>
    private static void AppendSample(IncrementalHash hash, GgufTensor tensor)
    {
        var row = tensor.Row(tensor.RowCount / 2);
        hash.AppendData(row[..Math.Min(SampleBytes, row.Length)]);
    }

    private static void Append(IncrementalHash hash, int number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        hash.AppendData(bytes);
    }
}
