namespace Qwen3.Connectors.Inference.Kernels;

/// <summary>Tiles of 12 rows x 2 registers, for CPUs with 32 vector registers.</summary>
internal sealed unsafe class TwelveRowKernel<TLanes, TVector>(string name, bool? isFast = null)
    : TileKernel(name, 2 * TLanes.Count, TwelveRowTile.Rows, isFast ?? TLanes.IsAccelerated)
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    protected override void WideTile(float* w, nint wStride, float* x, int depth, float* y, nint yStride, bool accumulate) =>
        TwelveRowTile.Multiply<TLanes, TVector>(w, wStride, x, depth, y, yStride, accumulate);

    protected override void NarrowTileOf(float* w, nint wStride, float* x, int depth, float* y, nint yStride, bool accumulate) =>
        NarrowTile.Multiply<TLanes, TVector>(w, wStride, x, depth, y, yStride, accumulate);
}
