using Qwen3.Connectors.Remote.Protocols;

namespace Qwen3.Connectors.Remote.Profiles;

/// <summary>Who applies what when a server scores; decided once per server.</summary>
internal sealed record RerankProfile(ServerFacts Facts)
{
    public required RerankTemplateSide Template { get; init; }

    /// <summary>Whether the server's template takes the instruction of the request; otherwise it has a fixed one.</summary>
    public bool TakesInstruction { get; init; }

    /// <summary>The score of a fixed pair, which equal servers have in common.</summary>
    public required double Probe { get; init; }
}
