namespace Qwen3.Connectors;

/// <summary>How a server arranges the files of its repositories.</summary>
public enum ModelAddressLayout
{
    /// <summary><c>{endpoint}/{repository}/resolve/main/{file}</c>: Hugging Face and its mirrors.</summary>
    HuggingFace,

    /// <summary><c>{endpoint}/models/{repository}/resolve/master/{file}</c>: ModelScope.</summary>
    ModelScope,

    /// <summary><c>{endpoint}/{file}</c>: any web server that has all files in one folder.</summary>
    Flat,
}
