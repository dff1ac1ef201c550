using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Qwen3.Connectors.Inference.Formats;

/// <summary>F16: one IEEE half per value.</summary>
internal sealed unsafe class F16Format() : BlockFormat(GgmlType.F16, blockLength: 1, blockBytes: sizeof(ushort))
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void DecodeBlocks(byte* block, int count, float* values)
    {
        var i = 0;
        for (; i <= count - 16; i += 16)
        {
            var halves = Vector256.Load(block + (2 * i)).AsUInt16();
            HalfPrecision.Widen(Vector256.WidenLower(halves)).Store(values + i);
            HalfPrecision.Widen(Vector256.WidenUpper(halves)).Store(values + i + 8);
        }

        for (; i < count; i++)
        {
            values[i] = HalfPrecision.Read(block + (2 * i));
        }
    }
}
