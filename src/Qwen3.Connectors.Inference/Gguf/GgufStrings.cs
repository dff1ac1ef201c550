using System.Buffers.Binary;

namespace Qwen3.Connectors.Inference.Gguf;

/// <summary>An array of strings as UTF-8 bytes in the mapped file. A model has 151,669 tokens and as many merges: none is converted to a .NET string here.</summary>
/// <remarks>Valid until the <see cref="GgufFile"/> is disposed; safe for concurrent use.</remarks>
internal sealed class GgufStrings
{
    private readonly GgufMapping _mapping;

    // Text i starts at starts[i] and ends at starts[i + 1] - 8, before the 8 length bytes of the next text.
    private readonly long[] _starts;

    public GgufStrings(GgufValue value)
    {
        _mapping = value.Mapping;
        _starts = new long[value.Count + 1];
        var at = value.Offset;
        for (var i = 0; i < value.Count; i++)
        {
            _starts[i] = at + sizeof(ulong);
            at = _starts[i] + BinaryPrimitives.ReadInt64LittleEndian(_mapping.Slice(at, sizeof(ulong)));
        }

        _starts[^1] = at + sizeof(ulong);
    }

    public int Count => _starts.Length - 1;

    /// <summary>The array's place in the file: lengths and texts alternate, from the first length to the last text.</summary>
    public (long Offset, long Length) Place => (_starts[0] - sizeof(ulong), _starts[^1] - _starts[0]);

    /// <summary>The UTF-8 bytes of one string.</summary>
    public ReadOnlySpan<byte> this[int index] => _mapping.Slice(_starts[index], (int)(_starts[index + 1] - sizeof(ulong) - _starts[index]));
}
