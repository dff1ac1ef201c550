namespace Qwen3.Connectors.Tests.Models.Verification;

/// <summary>A kind of wrong file, and its message.</summary>
/// <param name="Name">The kind, as docs/model-files.md has it.</param>
/// <param name="Content">The file's bytes.</param>
/// <param name="Found">A part of what is said to be found.</param>
/// <param name="Advice">The whole advice.</param>
internal sealed record BadFile(string Name, Func<byte[]> Content, string Found, string Advice)
{
    /// <summary>What the file is called, where that matters.</summary>
    public string FileName { get; init; } = "model.gguf";

    /// <summary>Whether it is loaded to rank, not to embed.</summary>
    public bool AsReranker { get; init; }

    public override string ToString() => Name;
}
