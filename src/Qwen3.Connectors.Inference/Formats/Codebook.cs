using System.Runtime.InteropServices;

namespace Qwen3.Connectors.Inference.Formats;

/// <summary>
/// A codebook of an IQ format, expanded from <see cref="CodebookData"/> to one signed byte per value: eight (IQ1, IQ2) or four (IQ3)
/// per entry.
/// </summary>
/// <remarks>Expanded on first use. The memory is never freed: decoders keep pointers into it until the process ends.</remarks>
internal sealed unsafe class Codebook
{
    private readonly sbyte* entries;

    private Codebook(ReadOnlySpan<ushort> packedEntries, int valuesPerEntry, ReadOnlySpan<sbyte> levels)
    {
        ByteLength = packedEntries.Length * valuesPerEntry;
        // Aligned so that no entry crosses a cache line.
        entries = (sbyte*)NativeMemory.AlignedAlloc((nuint)ByteLength, 64);
        var bitsPerLevel = valuesPerEntry == 8 ? 2 : 3;
        for (var i = 0; i < ByteLength; i++)
        {
            entries[i] = levels[(packedEntries[i / valuesPerEntry] >> (i % valuesPerEntry * bitsPerLevel)) & ((1 << bitsPerLevel) - 1)];
        }
    }

    public static Codebook IQ1 { get; } = new(CodebookData.IQ1, 8, [-1, 0, 1]);

    public static Codebook IQ2_XXS { get; } = new(CodebookData.IQ2_XXS, 8, [8, 25, 43]);

    public static Codebook IQ2_XS { get; } = new(CodebookData.IQ2_XS, 8, [8, 25, 43]);

    public static Codebook IQ2_S { get; } = new(CodebookData.IQ2_S, 8, [8, 25, 43]);

    public static Codebook IQ3_XXS { get; } = new(CodebookData.IQ3_XXS, 4, [4, 12, 20, 28, 36, 44, 52, 62]);

    public static Codebook IQ3_S { get; } = new(CodebookData.IQ3_S, 4, [1, 3, 5, 7, 9, 11, 13, 15]);

    /// <summary>The length of the expanded table.</summary>
    public int ByteLength { get; }

    /// <summary>The expanded table as a span.</summary>
    public ReadOnlySpan<sbyte> Values => new(entries, ByteLength);

    /// <summary>The table of a codebook with eight values per entry, one element per entry.</summary>
    public ulong* Eights => (ulong*)entries;

    /// <summary>The table of a codebook with four values per entry, one element per entry.</summary>
    public uint* Fours => (uint*)entries;
}
