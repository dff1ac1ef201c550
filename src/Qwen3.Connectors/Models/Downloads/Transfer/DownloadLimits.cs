using Qwen3.Connectors.Models.Downloads.Storage;

namespace Qwen3.Connectors.Models.Downloads.Transfer;

/// <summary>Limits the length of a file by its catalog entry and by the free disk space, whatever the server announces or sends.</summary>
internal sealed class DownloadLimits(ModelStoreSettings settings, CatalogModel model)
{
    /// <summary>
    /// How many bytes are written between two checks of the disk if the server announced no length, and how many must be free.
    /// </summary>
    private const long DiskCheckInterval = 16L << 20;

    private readonly DownloadErrors _errors = new(settings, model);
    private readonly string _target = settings.GetTargetPath(model);
    private long _checkedLength;

    /// <summary>The catalog's length, or twice the estimated length, which is accurate to a few percent.</summary>
    public long MaxBytes { get; } = settings.Options.MaxFileBytes(model);

    /// <exception cref="ModelDownloadException">The announced length is no length of this model.</exception>
    public void RequirePlausible(long? announcedBytes)
    {
        if (announcedBytes > MaxBytes)
        {
            throw _errors.ImplausibleLength(announcedBytes.Value, MaxBytes);
        }
    }

    /// <exception cref="ModelDownloadException">The disk has too little free space.</exception>
    public void RequireDiskSpace(long needed)
    {
        if (settings.Options.ReadFreeBytes(_target) is { } free && needed > free)
        {
            throw _errors.DiskFull(needed, free);
        }
    }

    /// <summary>Checks at intervals that a file of unknown length does not fill the disk.</summary>
    /// <exception cref="ModelDownloadException">The disk is nearly full.</exception>
    public void RequireSomeDiskSpace(long length)
    {
        if (length - _checkedLength >= DiskCheckInterval || length < _checkedLength)
        {
            _checkedLength = length;
            RequireDiskSpace(DiskCheckInterval);
        }
    }
}
