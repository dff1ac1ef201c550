namespace Qwen3.Connectors.Fuzz.Mutation;

/// <summary>Creates the file of a seed.</summary>
public static class Seeds
{
    /// <summary>Returns the same file for the same arguments.</summary>
    /// <param name="seed">Any number.</param>
    /// <param name="isStructured">Whether the file is correct GGUF with absurd contents; otherwise it is damaged.</param>
    public static FuzzFile Create(int seed, bool isStructured)
    {
        if (isStructured)
        {
            return StructuredMutator.Create(seed);
        }

        var (origin, content) = Mutator.Create(seed);
        return new FuzzFile(origin, content, content.Length);
    }
}
