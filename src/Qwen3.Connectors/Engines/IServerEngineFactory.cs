namespace Qwen3.Connectors.Engines;

/// <summary>
/// Creates the engines of a container whose model path is the address of a server. The package Qwen3.Connectors.Remote registers it.
/// </summary>
internal interface IServerEngineFactory
{
    IEmbeddingEngine CreateEmbeddingEngine(string address);

    IRerankEngine CreateRerankEngine(string address);
}
