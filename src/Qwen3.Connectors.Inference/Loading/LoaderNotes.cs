namespace Qwen3.Connectors.Inference.Loading;

/// <summary>What the loader noticed and corrected, one sentence each, and which of these may change results.</summary>
internal sealed class LoaderNotes
{
    public List<string> All { get; } = [];

    public List<string> Warnings { get; } = [];

    /// <summary>Adds a note of what changes no result.</summary>
    public void Add(string note) => All.Add(note);

    /// <summary>Adds a note of what may change results.</summary>
    public void Warn(string note)
    {
        All.Add(note);
        Warnings.Add(note);
    }
}
