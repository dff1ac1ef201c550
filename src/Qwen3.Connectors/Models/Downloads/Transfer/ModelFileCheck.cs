using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Models.Downloads.Transfer;

/// <summary>Opens a file as what it should be. That reads its header and checks that every tensor lies inside of it.</summary>
internal static class ModelFileCheck
{
    private static readonly InferenceOptions s_options = new() { ThreadCount = 1, PrefixCacheTokens = 0 };

    /// <exception cref="InvalidModelException">It is not.</exception>
    public static void Require(string path, CatalogModel model)
    {
        using IDisposable opened = model.Kind == ModelKind.Embedding ? EmbeddingModel.Load(path, s_options) : RerankerModel.Load(path, s_options);
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
