namespace Qwen3.Connectors.Inference.Kernels;

/// <summary>The integer micro-kernel of a register width.</summary>
/// <param name="manyRegisters">Whether the CPU has 32 vector registers of this width, so that float sums can stay in them.</param>
internal sealed unsafe class VectorIntegerMicroKernel<TLanes, TPairs, TVector>(bool manyRegisters)
    : IntegerMicroKernel(2 * TLanes.Count)
    where TLanes : struct, IIntegerLanes<TPairs, TVector>
    where TPairs : struct
    where TVector : struct
{
    protected override void MultiplyTile(
        bool narrow, int* w, float* scales, int* x, float* xScales, int blocks, float* y, nint yStride)
    {
        if (narrow)
        {
            IntegerMicroKernel12x1.Multiply<TLanes, TPairs, TVector>(w, scales, x, xScales, blocks, y, yStride);
        }
        else if (manyRegisters)
        {
            IntegerMicroKernel6x2Float.Multiply<TLanes, TPairs, TVector>(w, scales, x, xScales, blocks, y, yStride);
        }
        else
        {
            IntegerMicroKernel6x2.Multiply<TLanes, TPairs, TVector>(w, scales, x, xScales, blocks, y, yStride);
        }
    }
}
