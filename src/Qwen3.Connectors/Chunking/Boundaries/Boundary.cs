namespace Qwen3.Connectors.Chunking.Boundaries;

/// <summary>A place where a text may be cut.</summary>
/// <param name="Position">The offset of the first character behind the cut.</param>
/// <param name="Strength">How good the place is, by <see cref="Boundaries.Strength"/>; a larger one is better.</param>
/// <param name="HeadingLevel">1 to 6 if a heading of that level starts here; otherwise 0.</param>
internal readonly record struct Boundary(int Position, int Strength, int HeadingLevel = 0)
{
    public bool IsHeading => HeadingLevel > 0;
}
