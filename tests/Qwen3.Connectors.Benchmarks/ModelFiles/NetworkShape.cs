namespace Qwen3.Connectors.Benchmarks.ModelFiles;

/// <summary>The sizes of a published network.</summary>
internal sealed record NetworkShape(string Name, int Layers, int Hidden, int FeedForward, int Heads, int KeyHeads)
{
    public const int HeadSize = 128;
    public const int ContextLength = 32768;
    public const int Vocabulary = 151_669;

    // "tiny" is for the test of the command.
    private static readonly NetworkShape[] s_all =
    [
        new("0.6b", 28, 1024, 3072, 16, 8),
        new("4b", 36, 2560, 9728, 32, 8),
        new("8b", 36, 4096, 12288, 32, 8),
        new("tiny", 1, 256, 256, 2, 1),
    ];

    public static IEnumerable<string> Names => s_all.Select(shape => shape.Name);

    public int QueryWidth => Heads * HeadSize;

    public int KeyWidth => KeyHeads * HeadSize;

    public static NetworkShape Find(string name) => s_all.Single(shape => shape.Name == name);
}
