namespace Qwen3.Connectors.Models.Catalog;

/// <summary>The numbers of a network that its file's length follows from.</summary>
internal sealed record OfficialShape(int Layers, int Hidden, int QueryWidth, int FeedForward, bool IsTied)
{
    public const int KeyWidth = 1024;

    public const int HeadSize = 128;

    public const int Vocabulary = 151_669;

    public static OfficialShape Of(string size) => size switch
    {
        "0.6B" => new(28, 1024, 2048, 3072, IsTied: true),
        "4B" => new(36, 2560, 4096, 9728, IsTied: true),
        "8B" => new(36, 4096, 4096, 12288, IsTied: false),
        _ => throw new InvalidOperationException($"No shape for the size '{size}'. This is a bug."),
    };
}
