using System.Numerics;
using System.Runtime.InteropServices;

namespace Qwen3.Connectors.Inference.Formats;

/// <summary>
/// Sign masks of the IQ formats, eight lanes per entry: of singles, where XOR with entry s flips the sign of lane j if bit j of s is set,
/// and of bytes.
/// </summary>
/// <remarks>Never freed, like <see cref="Codebook"/>.</remarks>
internal static unsafe class SignMasks
{
    /// <summary>[256 x 8], by eight signs.</summary>
    public static uint* All { get; } = Expand(256, signs => signs);

    /// <summary>[128 x 8], by seven signs; the eighth makes the number of minus signs even (<c>ksigns</c> in ggml).</summary>
    public static uint* Even { get; } = Expand(128, EvenSigns);

    /// <summary>[256], by eight signs: byte j of an entry is 0xFF where the sign of lane j is minus.</summary>
    public static ulong* AllBytes { get; } = Narrow(All, 256);

    /// <summary>[128], by seven signs, as <see cref="Even"/>.</summary>
    public static ulong* EvenBytes { get; } = Narrow(Even, 128);

    /// <summary>Adds the eighth sign to seven signs.</summary>
    public static uint EvenSigns(uint signs) => signs | ((uint)BitOperations.PopCount(signs) << 7 & 0x80);

    private static uint* Expand(uint entries, Func<uint, uint> signsOf)
    {
        var masks = (uint*)NativeMemory.AlignedAlloc(entries * 8 * sizeof(uint), 64);
        for (var i = 0u; i < entries * 8; i++)
        {
            masks[i] = signsOf(i / 8) >> (int)(i % 8) << 31;
        }

        return masks;
    }

    private static ulong* Narrow(uint* masks, uint entries)
    {
        var bytes = (sbyte*)NativeMemory.AlignedAlloc(entries * sizeof(ulong), 64);
        for (var i = 0u; i < entries * 8; i++)
        {
            bytes[i] = (sbyte)((int)masks[i] >> 31);
        }

        return (ulong*)bytes;
    }
}
