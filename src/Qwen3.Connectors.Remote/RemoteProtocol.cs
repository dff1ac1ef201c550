namespace Qwen3.Connectors.Remote;

/// <summary>What a server speaks. <see cref="Auto"/> finds it by asking the server.</summary>
public enum RemoteProtocol
{
    /// <summary>Asks the server what it is.</summary>
    Auto,

    /// <summary>The embeddings route of OpenAI and rerank route of Jina: LM Studio, LocalAI, Infinity, Azure and many others.</summary>
    OpenAI,

    /// <summary>vLLM.</summary>
    Vllm,

    /// <summary>Text Embeddings Inference of Hugging Face.</summary>
    TextEmbeddingsInference,

    /// <summary>llama-server of llama.cpp.</summary>
    LlamaServer,

    /// <summary>Ollama; it has no reranking.</summary>
    Ollama,

    /// <summary>SGLang.</summary>
    SGLang,

    /// <summary>GPUStack.</summary>
    GpuStack,

    /// <summary>Xinference.</summary>
    Xinference,

    /// <summary>The rerank route of Cohere, version 2.</summary>
    Cohere,
}
