using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Qwen3.Connectors.Inference.Formats;

/// <summary>BF16: the upper half of an IEEE single per value.</summary>
internal sealed unsafe class BF16Format() : BlockFormat(GgmlType.BF16, blockLength: 1, blockBytes: sizeof(ushort))
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void DecodeBlocks(byte* block, int count, float* values)
    {
        var i = 0;
        for (; i <= count - 16; i += 16)
        {
            var upperHalves = Vector256.Load(block + (2 * i)).AsUInt16();
            (Vector256.WidenLower(upperHalves) << 16).AsSingle().Store(values + i);
            (Vector256.WidenUpper(upperHalves) << 16).AsSingle().Store(values + i + 8);
        }

        for (; i < count; i++)
        {
            values[i] = BitConverter.UInt32BitsToSingle((uint)Unsafe.ReadUnaligned<ushort>(block + (2 * i)) << 16);
        }
    }
}
