using System.Buffers;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Models.Downloads.Storage;

namespace Qwen3.Connectors.Models.Downloads.Transfer;

/// <summary>
/// Downloads one file, verifies it and renames it to its final name; waits instead if the file is being downloaded by another caller.
/// </summary>
internal sealed class ModelDownloader
{
    private readonly ModelStoreSettings _settings;
    private readonly ModelLocator _locator;
    private readonly CatalogModel _model;
    private readonly string _target;
    private readonly PartialFile _part;
    private readonly DownloadProgressReporter _reporter;
    private readonly DownloadErrors _errors;

    public ModelDownloader(ModelStoreSettings settings, CatalogModel model, IProgress<ModelDownloadProgress>? progress, ILogger logger)
    {
        (_settings, _model) = (settings, model);
        _locator = new ModelLocator(settings);
        _target = settings.GetTargetPath(model);
        _part = new PartialFile(_target);
        _reporter = new DownloadProgressReporter(settings, model, progress, logger, TimeProvider.System);
        _errors = new DownloadErrors(settings, model);
    }

    /// <returns>The path of the file, which was on this machine or has been downloaded.</returns>
    /// <exception cref="ModelDownloadException">The file could not be downloaded.</exception>
    public async Task<string> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await Task.Run(() => _locator.FindOrThrow(_model), cancellationToken).ConfigureAwait(false)
                ?? await DownloadOnceAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidModelException exception)
        {
            throw _errors.WrongFile(exception);
        }
        catch (IOException exception) when (exception is not ModelDownloadException)
        {
            throw DiskSpace.IsFull(exception)
                ? _errors.DiskFull(Math.Max(0, (_model.Bytes ?? _model.EstimatedBytes) - _part.Length), free: null, exception)
                : _errors.FileSystem(exception);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw _errors.FileSystem(exception);
        }
    }

    private async Task<string> DownloadOnceAsync(CancellationToken cancellationToken)
    {
        if (_settings.OfflineReason is not null)
        {
            throw _errors.Offline();
        }

        Directory.CreateDirectory(Path.GetDirectoryName(_target)!);
        using var locked = await DownloadLock.AcquireAsync(_target + ".lock", ReportWaiting, cancellationToken).ConfigureAwait(false);
        if (_locator.FindDownloaded(_model) is { } downloaded)
        {
            return downloaded;
        }

        await DownloadAsync(cancellationToken).ConfigureAwait(false);
        return _target;
    }

    private void ReportWaiting() =>
        _reporter.Report(ModelDownloadPhase.Waiting, _part.Length, _part.ReadState()?.TotalBytes ?? _model.Bytes);

    private async Task DownloadAsync(CancellationToken cancellationToken)
    {
        var downloader = new FileDownloader(_settings, _model, _part, _reporter);
        var (state, wasResumed) = await downloader.RunAsync(cancellationToken).ConfigureAwait(false);
        if (wasResumed && await FindWrongHashAsync(state, cancellationToken).ConfigureAwait(false) is not null)
        {
            // The bytes from before the interruption may be the wrong ones: download again from the first byte.
            _part.Discard();
            (state, _) = await downloader.RunAsync(cancellationToken).ConfigureAwait(false);
            wasResumed = false;
        }

        if (!wasResumed && await FindWrongHashAsync(state, cancellationToken).ConfigureAwait(false) is { } found)
        {
            _part.Discard();
            throw _errors.HashMismatch(found, state.Sha256!);
        }

        RequireModel();
        _part.Complete();
    }

    /// <summary>Returns the hash of the partial file if it differs from the published one, otherwise null.</summary>
    private async Task<string?> FindWrongHashAsync(DownloadState state, CancellationToken cancellationToken)
    {
        if (state.Sha256 is null)
        {
            return null;
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 20);
        var bytes = RegularFile.Open(_part.Path, FileMode.Open, FileShare.Read, FileOptions.SequentialScan);
        await using (bytes.ConfigureAwait(false))
        {
            long done = 0;
            int read;
            while ((read = await bytes.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                hash.AppendData(buffer, 0, read);
                _reporter.Report(ModelDownloadPhase.Verifying, done += read, bytes.Length);
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
            _locator.Require(_part.Path, _model);
        }
        catch (InvalidModelException exception)
        {
            _part.Discard();
            throw _errors.NotAModel(exception);
        }
    }
}
