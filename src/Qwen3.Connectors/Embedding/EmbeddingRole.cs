namespace Qwen3.Connectors;

/// <summary>
/// What a text is embedded as. The models are trained on two kinds of prompt; vectors of the wrong kind look healthy and rank badly.
/// </summary>
public enum EmbeddingRole
{
    /// <summary>A text that will be found: embedded as it stands.</summary>
    Document,

    /// <summary>A text that searches: embedded behind an instruction that says what it looks for.</summary>
    Query,
}
