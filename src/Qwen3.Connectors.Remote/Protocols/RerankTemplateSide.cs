namespace Qwen3.Connectors.Remote.Protocols;

/// <summary>Who applies the reranking template.</summary>
internal enum RerankTemplateSide
{
    /// <summary>The server takes query and document.</summary>
    Server,

    /// <summary>The server joins what it is sent, so that the engine sends the two halves of the finished prompt.</summary>
    Client,
}
