namespace Qwen3.Connectors.Inference.Formats;

/// <summary>How the values of a row lie in a file: blocks of a fixed number of values in a fixed number of bytes.</summary>
/// <remarks>A format knows bytes and nothing of matrices. One file a format; formats have no state and are safe to share between threads.</remarks>
internal abstract class BlockFormat
{
    private static readonly Dictionary<GgmlType, BlockFormat> ByType = new BlockFormat[]
    {
        new F32Format(),
    }.ToDictionary(format => format.Type);

    protected BlockFormat(GgmlType type, int blockLength, int blockBytes)
    {
        Type = type;
        BlockLength = blockLength;
        BlockBytes = blockBytes;
    }

    /// <summary>Every format that can be decoded, in the order of the file type numbers.</summary>
    public static IReadOnlyCollection<BlockFormat> All { get; } = [.. ByType.Values.OrderBy(format => format.Type)];

    /// <summary>The number that files give this format.</summary>
    public GgmlType Type { get; }

    /// <summary>Values in a block; a row length must be a multiple of it. Divides 256 in every format.</summary>
    public int BlockLength { get; }

    /// <summary>Bytes of a block.</summary>
    public int BlockBytes { get; }

    /// <summary>The format of a type, or null when this engine can't decode it.</summary>
    public static BlockFormat? Find(GgmlType type) => ByType.GetValueOrDefault(type);

    /// <summary>Bytes that a row of <paramref name="values"/> values takes; <paramref name="values"/> is a multiple of <see cref="BlockLength"/>.</summary>
    public long ByteLength(long values) => values / BlockLength * BlockBytes;

    /// <summary>Decodes whole blocks.</summary>
    /// <param name="blocks">The bytes of <c>values.Length / BlockLength</c> blocks.</param>
    /// <param name="values">Where the values go, in row order; its length is a multiple of <see cref="BlockLength"/>.</param>
    public abstract void Decode(ReadOnlySpan<byte> blocks, Span<float> values);
}
