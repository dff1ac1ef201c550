using System.Buffers;
using System.Security.Cryptography;
using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Models.Downloads.Transfer;

/// <summary>One caller's wish for one file: waits for whoever downloads it already, or downloads, checks and names it.</summary>
internal sealed class ModelFetch(StoreSettings settings, CatalogModel model, IProgress<ModelDownloadProgress>? progress)
{
    private readonly string _target = settings.TargetOf(model);
    private readonly PartialFile _part = new(settings.TargetOf(model));
    private readonly DownloadMeter _meter = new(progress, settings.TargetOf(model), TimeProvider.System);
    private readonly DownloadFaults _faults = new(settings, model);

    /// <returns>The file's path.</returns>
    public async Task<string> RunAsync(CancellationToken cancellationToken)
    {
        if (settings.OfflineReason is not null)
        {
            throw _faults.Offline();
        }

        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_target)!);
            using var only = await DownloadLock.AcquireAsync(_target + ".lock", ReportWaiting, cancellationToken).ConfigureAwait(false);
            if (settings.FindDownloaded(model) is { } downloaded)
            {
                return downloaded;
            }

            await DownloadAsync(cancellationToken).ConfigureAwait(false);
            return _target;
        }
        catch (IOException exception) when (exception is not ModelDownloadException)
        {
            throw DiskSpace.IsFull(exception) ? _faults.DiskFull(Math.Max(0, (model.Bytes ?? model.EstimatedBytes) - _part.Length), free: null, exception) : _faults.FileSystem(exception);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw _faults.FileSystem(exception);
        }
    }

    private void ReportWaiting() => _meter.Report(ModelDownloadPhase.Waiting, _part.Length, _part.ReadState()?.TotalBytes ?? model.Bytes);

    private async Task DownloadAsync(CancellationToken cancellationToken)
    {
        var download = new FileDownload(settings, model, _part, _meter);
        var (state, wasResumed) = await download.RunAsync(cancellationToken).ConfigureAwait(false);
        if (wasResumed && await FindWrongHashAsync(state, cancellationToken).ConfigureAwait(false) is not null)
        {
            // The beginning may be to blame, of an earlier file or from before a power cut: once more from the first byte.
            _part.Discard();
            (state, _) = await download.RunAsync(cancellationToken).ConfigureAwait(false);
            wasResumed = false;
        }

        if (!wasResumed && await FindWrongHashAsync(state, cancellationToken).ConfigureAwait(false) is { } found)
        {
            _part.Discard();
            throw _faults.HashMismatch(found, state.Sha256!);
        }

        RequireModel();
        _part.Complete();
    }

    /// <summary>The hash of the part where it is not the one that it should be.</summary>
    private async Task<string?> FindWrongHashAsync(DownloadState state, CancellationToken cancellationToken)
    {
        if (state.Sha256 is null)
        {
            return null;
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 20);
        var bytes = new FileStream(_part.Path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        await using (bytes.ConfigureAwait(false))
        {
            long done = 0;
            int read;
            while ((read = await bytes.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                hash.AppendData(buffer, 0, read);
                _meter.Report(ModelDownloadPhase.Verifying, done += read, bytes.Length);
            }
        }

        ArrayPool<byte>.Shared.Return(buffer);
        var found = Convert.ToHexStringLower(hash.GetHashAndReset());
        return found == state.Sha256 ? null : found;
    }

    private void RequireModel()
    {
        try
        {
            ModelFileCheck.Require(_part.Path, model);
        }
        catch (InvalidModelException exception)
        {
            _part.Discard();
            throw _faults.NotAModel(exception);
        }
    }
}
