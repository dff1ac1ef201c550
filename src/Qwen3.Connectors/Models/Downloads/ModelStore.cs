using Microsoft.Extensions.Logging;
using Qwen3.Connectors.Models.Catalog;
using Qwen3.Connectors.Models.Downloads.Storage;
using Qwen3.Connectors.Models.Downloads.Transfer;
using Qwen3.Connectors.Telemetry;

namespace Qwen3.Connectors;

/// <summary>Finds models on this machine by their catalog names, and downloads and checks missing ones.</summary>
/// <remarks>
/// A model is present if its file is in the store's own folder, where complete and checked files appear, or in the Hugging Face cache.
/// The header of a file must describe the network of the catalog entry, so that a renamed file is not taken for another model. An
/// interrupted download is resumed. Safe for concurrent use, also by several processes.
/// </remarks>
public sealed class ModelStore
{
    private readonly ModelStoreSettings _settings;
    private readonly ModelLocator _locator;
    private readonly ILogger _logger;

    /// <summary>Creates a store. Nothing is read or written yet.</summary>
    /// <param name="options">Folder, server and limits; null for the defaults and the environment variables.</param>
    /// <param name="loggerFactory">Receives the start of each download and each retry; null for no logging.</param>
    /// <exception cref="ArgumentException">Options, or the environment variables that replace them, are invalid; the message lists every
    /// fault.</exception>
    public ModelStore(ModelStoreOptions? options = null, ILoggerFactory? loggerFactory = null)
    {
        options = options?.Clone() ?? new ModelStoreOptions();
        options.ThrowIfInvalid(nameof(options));
        _settings = ModelStoreSettings.Resolve(options);
        _locator = new ModelLocator(_settings);
        _logger = EngineLog.Create(loggerFactory);
    }

    /// <summary>The full path of the folder for downloads.</summary>
    public string Folder => _settings.Folder;

    /// <summary>Returns the file of a model, and downloads it first if it is not on this machine.</summary>
    /// <param name="name">A name of <see cref="ModelCatalog"/>. The path of a file is returned as it is, unchecked.</param>
    /// <param name="progress">Receives the state of a download, several times per second; null for no reports.</param>
    /// <param name="cancellationToken">Cancels a download; the next call resumes it.</param>
    /// <returns>The path of a file whose length, hash (if known) and header are correct.</returns>
    /// <exception cref="ArgumentException">The text is neither a file nor a catalog name; the message lists the nearest names.</exception>
    /// <exception cref="ModelDownloadException">The model is not on this machine and could not be downloaded.</exception>
    public async Task<string> GetAsync(
        string name, IProgress<ModelDownloadProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (ModelReference.Parse(name, nameof(name)).Model is not { } model)
        {
            return name;
        }

        return await new ModelDownloader(_settings, model, progress, _logger).RunAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Finds a model on this machine. The header of its file is read; a damaged file, or one of another model, does not count.
    /// </summary>
    /// <param name="name">A name of <see cref="ModelCatalog"/>, or the path of a file.</param>
    /// <returns>The full path of its file, or null if there is none.</returns>
    /// <exception cref="ArgumentException">The text is neither a file nor a catalog name; the message lists the nearest names.</exception>
    public string? Find(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        var reference = ModelReference.Parse(name, nameof(name));
        return reference.Model is { } model ? _locator.Find(model) : File.Exists(name) ? Path.GetFullPath(name) : null;
    }

    /// <summary>Returns the path that a download of a model is stored at.</summary>
    /// <param name="model">The model.</param>
    /// <returns>A full path, whether the file exists or not.</returns>
    public string GetTargetPath(CatalogModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return _settings.GetTargetPath(model);
    }

    /// <summary>Creates a store from the environment variables, for callers that are given a name and no store.</summary>
    internal static ModelStore FromEnvironment() => new();

    /// <summary>
    /// As <see cref="GetAsync"/>, for the synchronous <c>Load</c> methods, which block while a model is downloaded. A path costs nothing.
    /// </summary>
    internal static string GetFromEnvironment(string name) => ModelReference.Parse(name, nameof(name)).Model is null
        ? name
        : Task.Run(() => FromEnvironment().GetAsync(name)).GetAwaiter().GetResult();
}
