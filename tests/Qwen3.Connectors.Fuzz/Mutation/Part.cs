namespace Qwen3.Connectors.Fuzz.Mutation;

/// <summary>Bytes of a file that mean something together.</summary>
/// <param name="Start">The first byte.</param>
/// <param name="Length">How many.</param>
public readonly record struct Part(int Start, int Length)
{
    /// <summary>The byte behind the last.</summary>
    public int End => Start + Length;
}
