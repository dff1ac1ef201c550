using Qwen3.Connectors.Models.Catalog;
using Qwen3.Connectors.Models.Downloads.Transfer;

namespace Qwen3.Connectors;

/// <summary>The models on this machine, and the way to get those that are not: by name, checked, once. Safe for concurrent use, also by several processes.</summary>
/// <remarks>
/// A model counts as present in the store's own folder, where a file appears only when it is whole and checked, or in Hugging Face's cache, where its
/// header is checked. A download that was broken off goes on where it stopped.
/// </remarks>
public sealed class ModelStore
{
    private readonly StoreSettings _settings;

    /// <summary>Creates a store. Nothing is read or written yet.</summary>
    /// <param name="options">Where and how; null for what the environment says.</param>
    /// <exception cref="ArgumentException">Options, or variables of the environment that stand for them, are wrong; the message lists every fault.</exception>
    public ModelStore(ModelStoreOptions? options = null)
    {
        options = options?.Clone() ?? new ModelStoreOptions();
        options.ThrowIfInvalid(nameof(options));
        _settings = StoreSettings.Resolve(options);
    }

    /// <summary>The folder that downloads go to, as a full path.</summary>
    public string Folder => _settings.Folder;

    /// <summary>Gives the file of a model, downloaded where it is not here.</summary>
    /// <param name="name">A name of <see cref="ModelCatalog"/>. A path of a file is returned as it is, unchecked.</param>
    /// <param name="progress">Told of a download, several times a second; null for nobody.</param>
    /// <param name="cancellationToken">Stops a download; the next one goes on from there.</param>
    /// <returns>The path of a file whose length, hash (where it is known) and header are right.</returns>
    /// <exception cref="ArgumentException">The text is neither a file nor a name; the message lists the nearest names.</exception>
    /// <exception cref="ModelDownloadException">The model is not here and could not be downloaded.</exception>
    public async Task<string> GetAsync(string name, IProgress<ModelDownloadProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (ModelReference.Parse(name, nameof(name)).Model is not { } model)
        {
            return name;
        }

        return await Task.Run(() => Find(model), cancellationToken).ConfigureAwait(false)
            ?? await new ModelFetch(_settings, model, progress).RunAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Finds a model on this machine.</summary>
    /// <param name="name">A name of <see cref="ModelCatalog"/>, or the path of a file.</param>
    /// <returns>The full path of its file, or null where there is none.</returns>
    /// <exception cref="ArgumentException">The text is neither a file nor a name; the message lists the nearest names.</exception>
    public string? Find(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        var reference = ModelReference.Parse(name, nameof(name));
        return reference.Model is { } model ? Find(model) : File.Exists(name) ? Path.GetFullPath(name) : null;
    }

    /// <summary>Tells where a download of a model goes.</summary>
    /// <param name="model">The model.</param>
    /// <returns>A full path, whether there is a file or not.</returns>
    public string TargetOf(CatalogModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return _settings.TargetOf(model);
    }

    /// <summary>The store that the environment describes, for those who are given a name and no store.</summary>
    internal static ModelStore FromEnvironment() => new();

    /// <summary>As <see cref="GetAsync"/>, for callers that can't wait otherwise. A path costs nothing.</summary>
    internal static string GetFromEnvironment(string name) =>
        ModelReference.Parse(name, nameof(name)).Model is null ? name : Task.Run(() => FromEnvironment().GetAsync(name)).GetAwaiter().GetResult();

    private string? Find(CatalogModel model) => _settings.FindDownloaded(model) ?? HuggingFaceCache.Find(_settings.HubFolders, model);
}
