using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Models.Downloads.Storage;

/// <summary>
/// Checks that a file can be loaded as the model that it should be: the header is valid and every tensor lies inside the file.
/// </summary>
internal static class ModelFileCheck
{
    private static readonly InferenceOptions s_options = new() { ThreadCount = 1, PrefixCacheTokens = 0 };

    /// <exception cref="InvalidModelException">The file is damaged, or another model.</exception>
    public static void Require(string path, CatalogModel model)
    {
        using IDisposable opened = model.Kind == ModelKind.Embedding
            ? EmbeddingModel.Load(path, s_options)
            : RerankerModel.Load(path, s_options);
    }

    public static bool IsUsable(string path, CatalogModel model)
    {
        try
        {
            Require(path, model);
            return true;
        }
        catch (Exception exception) when (exception is InvalidModelException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
