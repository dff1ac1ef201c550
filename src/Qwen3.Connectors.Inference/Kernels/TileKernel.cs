namespace Qwen3.Connectors.Inference.Kernels;

/// <summary>Placeholder, replaced by the kernels' first commit.</summary>
internal abstract class TileKernel
{
    public static IReadOnlyList<string> Names { get; } = ["portable"];
}
