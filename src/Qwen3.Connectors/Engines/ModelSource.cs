using Qwen3.Connectors.Models.Catalog;

namespace Qwen3.Connectors.Engines;

/// <summary>Where an engine's model comes from: a file, or a name whose file the store has or gets.</summary>
/// <param name="reference">The file or the name.</param>
/// <param name="store">Asked for names only, when the model is needed; null for the one of the environment.</param>
internal sealed class ModelSource(ModelReference reference, ModelStore? store)
{
    /// <summary>The name, or the file's, for people.</summary>
    public string ShortName => reference.ShortName;

    /// <summary>What the catalog tells of a named model, so that its metadata costs no download; null for a file.</summary>
    public EngineDescription? Description { get; } = reference.Model is { } model ? Describe(model) : null;

    public Task<string> GetFileAsync(CancellationToken cancellationToken) =>
        reference.Model is null ? Task.FromResult(reference.Text) : (store ?? ModelStore.FromEnvironment()).GetAsync(reference.Text, cancellationToken: cancellationToken);

    /// <summary>What an open engine says, under the name that it was asked for by: a name stays the same before and after.</summary>
    public EngineDescription Rename(EngineDescription opened) => Description is { } named ? opened with { ModelId = named.ModelId } : opened;

    private static EngineDescription Describe(CatalogModel model) => new(ModelServices.ProviderName, model.Name) { Dimensions = model.Dimensions, ContextLength = model.ContextLength };
}
