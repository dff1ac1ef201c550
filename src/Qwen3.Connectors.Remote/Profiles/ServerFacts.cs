using Qwen3.Connectors.Remote.Protocols;

namespace Qwen3.Connectors.Remote.Profiles;

/// <summary>What a server says about itself.</summary>
internal sealed record ServerFacts
{
    public required ServerProtocol Protocol { get; init; }

    /// <summary>The name to send, and to report; null where the server has one model and does not name it.</summary>
    public string? Model { get; init; }

    /// <summary>Tokens of a text at most, its end token included; null where the server does not tell.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>Texts of a request at most; null where the server does not tell.</summary>
    public int? MaxTexts { get; init; }

    /// <summary>Tokens of a batch at most; null where the server does not tell.</summary>
    public int? MaxBatchTokens { get; init; }

    /// <summary>The pooling that the server reports, such as <c>last_token</c>; null where it does not tell.</summary>
    public string? Pooling { get; init; }

    public string? Version { get; init; }

    /// <summary>Names of all models of the server, as far as it lists them.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];
}
