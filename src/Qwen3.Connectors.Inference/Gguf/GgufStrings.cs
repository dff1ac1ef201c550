using System.Buffers.Binary;

namespace Qwen3.Connectors.Inference.Gguf;

/// <summary>An array of strings as UTF-8 bytes in the mapped file. There are 151,669 tokens and as many merges in a model: none becomes a .NET string here.</summary>
/// <remarks>Valid until the <see cref="GgufFile"/> is disposed; safe for concurrent use.</remarks>
internal sealed class GgufStrings
{
    private readonly GgufMapping mapping;

    // Text i starts at starts[i] and ends before the 8 length bytes of its follower: at starts[i + 1] - 8.
    private readonly long[] starts;

    public GgufStrings(GgufValue value)
    {
        mapping = value.Mapping;
        starts = new long[value.Count + 1];
        var at = value.Offset;
        for (var i = 0; i < value.Count; i++)
        {
            starts[i] = at + sizeof(ulong);
            at = starts[i] + BinaryPrimitives.ReadInt64LittleEndian(mapping.Slice(at, sizeof(ulong)));
        }

        starts[^1] = at + sizeof(ulong);
    }

    public int Count => starts.Length - 1;

    /// <summary>The UTF-8 bytes of one string.</summary>
    public ReadOnlySpan<byte> this[int index] => mapping.Slice(starts[index], (int)(starts[index + 1] - sizeof(ulong) - starts[index]));
}
