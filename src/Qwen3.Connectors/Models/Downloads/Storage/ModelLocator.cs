using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Models.Downloads.Storage;

/// <summary>Finds the files of models on this machine, and reads their headers: a file under a catalog name must be that model.</summary>
internal sealed class ModelLocator(ModelStoreSettings settings)
{
    /// <summary>Returns a usable file in the store's folder or in the Hugging Face cache, or null.</summary>
    public string? Find(CatalogModel model) =>
        FindDownloaded(model) is { } file && IsUsable(file, model) ? file : FindCached(model);

    /// <summary>As <see cref="Find"/>, but a file in the store's folder must be usable.</summary>
    /// <exception cref="InvalidModelException">The file in the store's folder is damaged, or another model.</exception>
    public string? FindOrThrow(CatalogModel model)
    {
        if (FindDownloaded(model) is not { } file)
        {
            return FindCached(model);
        }

        Require(file, model);
        return file;
    }

    /// <summary>
    /// Returns the file in the store's folder, or null if there is none. Its length must be the catalog's, if that is known. Pipes and
    /// devices have no length and are not opened.
    /// </summary>
    public string? FindDownloaded(CatalogModel model)
    {
        var file = new FileInfo(settings.GetTargetPath(model));
        return HasContent(file) && (model.Bytes ?? file.Length) == file.Length ? file.FullName : null;
    }

    /// <summary>Reads the header of a file, not its weights or its vocabulary.</summary>
    /// <exception cref="InvalidModelException">The file is damaged, or another model.</exception>
    public void Require(string path, CatalogModel model) => settings.Options.RequireModel(ModelDescription.Read(path), model);

    private string? FindCached(CatalogModel model) =>
        HuggingFaceCache.Find(settings.HubFolder, model, file => HasContent(new FileInfo(file)) && IsUsable(file, model));

    private static bool HasContent(FileInfo file)
    {
        try
        {
            var target = file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
            return target.Exists && target.Length > 0;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private bool IsUsable(string path, CatalogModel model)
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
