namespace Qwen3.Connectors.Inference.Kernels;

/// <summary>Micro-kernel with tiles of 12 rows x 2 registers, for CPUs with 32 vector registers.</summary>
internal sealed unsafe class GemmMicroKernel12x2<TLanes, TVector>(
    string name, IntegerMicroKernel? integers = null, Func<bool>? isFast = null)
    : GemmMicroKernel(name, 2 * TLanes.Count, MicroKernel12x2.Rows, integers, isFast ?? (() => TLanes.IsAccelerated))
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    protected override void MultiplyWideTile(float* w, nint wStride, float* x, int k, float* y, nint yStride, bool accumulate) =>
        MicroKernel12x2.Multiply<TLanes, TVector>(w, wStride, x, k, y, yStride, accumulate);

    protected override void MultiplyNarrowTile(float* w, nint wStride, float* x, int k, float* y, nint yStride, bool accumulate) =>
        MicroKernel12x1.Multiply<TLanes, TVector>(w, wStride, x, k, y, yStride, accumulate);
}
