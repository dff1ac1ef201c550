using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Qwen3.Connectors.Inference.Gguf;

namespace Qwen3.Connectors.Inference.Loading;

/// <summary>A hash of what defines a network. Large tensors are sampled, so that files of gigabytes are compared in tens of milliseconds and most of a file stays on its disk.</summary>
/// <remarks>
/// Every tensor of up to <see cref="WholeBytes"/> is hashed whole, which is all norms and heads. Of a larger one, <see cref="SampleCount"/> pieces of
/// <see cref="SampleBytes"/> are: the first, the last, and one in each of the equal sections between, at a place that depends on the tensor's name, so that
/// pieces of different tensors do not lie in the same columns. A piece holds whole blocks, scales included. Training, merging, quantizing or converting
/// changes weights in all pieces. What the hash can't tell: a change of bytes between the pieces alone, such as one token's row.
/// </remarks>
internal static class WeightsFingerprint
{
    public const int WholeBytes = SampleCount * SampleBytes;
    public const int SampleCount = 16;
    public const int SampleBytes = 4096;

    /// <param name="shape">The network's shape, defaults filled in: a missing key and one with the default value are the same network.</param>
    /// <param name="tensors">Those that are used, in an order that does not depend on the file's.</param>
    /// <returns>32 hexadecimal digits.</returns>
    public static string Of(ModelShape shape, IEnumerable<GgufTensor> tensors)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        int[] numbers =
        [
            shape.LayerCount, shape.HiddenSize, shape.HeadCount, shape.KeyValueHeadCount, shape.HeadSize, shape.FeedForwardSize,
            BitConverter.SingleToInt32Bits(shape.NormEpsilon), BitConverter.SingleToInt32Bits(shape.RopeBase),
        ];
        Array.ForEach(numbers, number => Append(hash, number));
        foreach (var tensor in tensors)
        {
            AppendHeader(hash, tensor);
            AppendSamples(hash, tensor);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16));
    }

    /// <summary>The places of a tensor's pieces: the first, the last, and one in each section between.</summary>
    internal static IEnumerable<long> PlacesOf(string name, long byteLength)
    {
        var last = byteLength - SampleBytes;
        var state = (uint)name.Aggregate(17, (sum, c) => unchecked((sum * 31) + c));
        for (var i = 0; i < SampleCount; i++)
        {
            // Numerical Recipes' linear congruential generator; its high bits are the good ones.
            state = unchecked((state * 1664525) + 1013904223);
            var (start, end) = (last * i / (SampleCount - 1), last * (i + 1) / (SampleCount - 1));
            yield return i is 0 or SampleCount - 1 ? start : start + (((end - start) * (state >> 8)) >> 24);
        }
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

    private static void AppendSamples(IncrementalHash hash, GgufTensor tensor)
    {
        if (tensor.ByteLength <= WholeBytes)
        {
            hash.AppendData(tensor.Slice(0, (int)tensor.ByteLength));
            return;
        }

        foreach (var place in PlacesOf(tensor.Name, tensor.ByteLength))
        {
            hash.AppendData(tensor.Slice(place, SampleBytes));
        }
    }

    private static void Append(IncrementalHash hash, int number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        hash.AppendData(bytes);
    }
}
