namespace Qwen3.Connectors.Benchmarks.Inputs;

/// <summary>The sizes of a layer of Qwen3-Embedding-0.6B.</summary>
internal static class LayerShape
{
    public const int Hidden = 1024;
    public const int FeedForward = 3072;
    public const int Heads = 16;
    public const int KeyHeads = 8;
    public const int HeadSize = 128;
    public const int QueryWidth = Heads * HeadSize;
    public const int KeyWidth = KeyHeads * HeadSize;
}
