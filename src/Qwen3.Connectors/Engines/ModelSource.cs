using Qwen3.Connectors.Models.Catalog;

namespace Qwen3.Connectors.Engines;

/// <summary>Where an engine's model comes from: a file, or a name whose file the store has or downloads.</summary>
/// <param name="reference">The file or the name.</param>
/// <param name="store">Used for names only, when the model is needed; null for the one of the environment.</param>
/// <param name="progress">Receives the progress of a download; null for none.</param>
internal sealed class ModelSource(ModelReference reference, ModelStore? store, IProgress<ModelDownloadProgress>? progress = null)
{
    /// <summary>The name, or the file's name without its extension.</summary>
    public string ShortName => reference.ShortName;

    /// <summary>What the catalog says of a named model, so that its metadata needs no download; null for a file.</summary>
    public EngineDescription? Description { get; } = reference.Model is { } model ? Describe(model) : null;

    public Task<string> GetFileAsync(CancellationToken cancellationToken) => reference.Model is null
        ? Task.FromResult(reference.Text)
        : (store ?? ModelStore.FromEnvironment()).GetAsync(reference.Text, progress, cancellationToken);

    private static EngineDescription Describe(CatalogModel model) => new(EngineDescription.LocalProvider, model.Name)
    {
        Dimensions = model.Dimensions,
        ContextLength = model.ContextLength,
    };
}
