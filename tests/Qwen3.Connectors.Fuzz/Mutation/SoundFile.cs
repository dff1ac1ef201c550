namespace Qwen3.Connectors.Fuzz.Mutation;

/// <summary>A file before it is damaged.</summary>
/// <param name="Name">What it is, for people.</param>
/// <param name="Content">Its bytes.</param>
public sealed record SoundFile(string Name, byte[] Content)
{
    /// <summary>Whether it loads: all but one are whole models.</summary>
    public bool IsModel { get; init; } = true;

    /// <summary>Where its fields are.</summary>
    public GgufLayout Layout { get; } = new(Content);
}
