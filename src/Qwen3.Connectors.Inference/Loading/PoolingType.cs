namespace Qwen3.Connectors.Inference.Loading;

/// <summary>How a model file says that the hidden states of a text become one result, as GGUF files number it.</summary>
internal enum PoolingType : uint
{
    None = 0,
    Mean = 1,
    FirstToken = 2,
    LastToken = 3,
    Rank = 4,
}
