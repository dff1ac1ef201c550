namespace Qwen3.Connectors.Remote.Protocols;

/// <summary>
/// <c>/v1/embeddings</c> of OpenAI and <c>/v1/rerank</c> of Jina: LM Studio, LocalAI, Infinity, Azure and servers that are not recognised.
/// Whether texts are truncated silently is not known of them.
/// </summary>
internal sealed class OpenAIProtocol : ServerProtocol
{
    public override RemoteProtocol Id => RemoteProtocol.OpenAI;

    public override string Name => "openai";
}
