namespace Qwen3.Connectors.Remote.Profiles;

/// <summary>Who applies what when a server embeds; decided once per server.</summary>
internal sealed record EmbeddingProfile(ServerFacts Facts)
{
    /// <summary>Whether the engine appends the name of the end token, because the server's tokenizer does not add it.</summary>
    public bool AppendEndToken { get; init; }

    /// <summary>Whether the server sends base64 when asked.</summary>
    public bool Base64 { get; init; }

    /// <summary>The embedding of <see cref="Models.Fingerprints.Comparison.ProbeVector.Text"/>, at full width.</summary>
    public required float[] Probe { get; init; }
}
