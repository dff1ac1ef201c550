using System.Net;
using Qwen3.Connectors.Models.Downloads.Storage;

namespace Qwen3.Connectors.Models.Downloads.Transfer;

/// <summary>Downloads a file into a partial file in as many attempts as allowed, each of which resumes the previous one.</summary>
internal sealed class FileDownloader(ModelStoreSettings settings, CatalogModel model, PartialFile part, DownloadProgressReporter reporter)
{
    private const int MagicBytes = 4;

    /// <summary>
    /// An attempt with fewer bytes counts as failed: otherwise a server that sends one byte per connection is retried forever.
    /// </summary>
    private const int MinProgressBytes = 1 << 16;

    private readonly DownloadErrors _errors = new(settings, model);
    private readonly DownloadLimits _limits = new(settings, model);
    private readonly Uri _address = settings.Addresses.Of(model);
    private string? _publishedHash = model.Sha256;

    /// <returns>The file that the bytes belong to, and whether some of them came from before this call or from another attempt.</returns>
    public async Task<(DownloadState State, bool WasResumed)> RunAsync(CancellationToken cancellationToken)
    {
        var lastProgress = part.Length;
        for (var failures = 0; ;)
        {
            try
            {
                return await AttemptAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (TransientDownloadException exception)
            {
                var hasProgress = part.Length - lastProgress >= MinProgressBytes;
                failures = hasProgress ? 1 : failures + 1;
                lastProgress = hasProgress ? part.Length : lastProgress;
                var maxAttempts = Math.Min(settings.Options.MaxAttempts, exception.MaxAttempts);
                if (failures >= maxAttempts)
                {
                    throw _errors.AttemptsFailed(exception, failures, part.ResumableLength);
                }

                var delay = RetrySchedule.GetDelay(settings.Options.RetryDelay, failures, exception.RetryAfter, Random.Shared.NextDouble());
                var retry = new DownloadRetry(exception.Message, failures + 1, maxAttempts, delay);
                reporter.ReportRetry(retry, part.ResumableLength, part.ReadState()?.TotalBytes);
                await Task.Delay(delay, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<(DownloadState State, bool WasResumed)> AttemptAsync(CancellationToken cancellationToken)
    {
        var state = part.ReadState();
        var offset = state is { CanResume: true } && part.Length >= MagicBytes ? part.Length : 0;
        if (offset > 0 && offset == state!.TotalBytes)
        {
            return (state, WasResumed: true);
        }

        using var response =
            await ModelServerClient.RequestAsync(settings, _address, offset, state, cancellationToken).ConfigureAwait(false);
        RequireFile(response, offset);

        // A hash that was published once stays in force: a later response without one does not make the file trustworthy.
        var confirmedHash = model.Sha256 ?? response.Sha256;
        _publishedHash = confirmedHash ?? state?.Sha256 ?? _publishedHash;
        var current = new DownloadState
        {
            EntityTag = response.StrongTag,
            Sha256 = _publishedHash,
            TotalBytes = model.Bytes ?? response.TotalBytes,
        };
        var isPartial = response.Status == HttpStatusCode.PartialContent;
        if (isPartial && (offset == 0 || response.Offset != offset || !IsSameFile(state!, current, confirmedHash)))
        {
            part.Discard();
            throw new TransientDownloadException(
                ModelDownloadFailure.Network, "the server sent a part of another file, or a part that was not requested");
        }

        offset = response.Offset;
        _limits.RequirePlausible(current.TotalBytes);
        _limits.RequireDiskSpace((current.TotalBytes ?? model.EstimatedBytes) - part.Length);
        reporter.ReportStart(offset, current.TotalBytes);
        if (offset == 0)
        {
            part.Restart(current);
        }

        reporter.RestartSpeed();
        await CopyAsync(response, offset, current, cancellationToken).ConfigureAwait(false);
        return (current, WasResumed: offset > 0);
    }

    /// <summary>
    /// Compares the hashes if both responses published one, otherwise the entity tags. Without tags, the hash is checked at the end.
    /// </summary>
    private static bool IsSameFile(DownloadState before, DownloadState now, string? confirmedHash)
    {
        if (before.TotalBytes is not null && now.TotalBytes is not null && before.TotalBytes != now.TotalBytes)
        {
            return false;
        }

        return before.Sha256 is not null && confirmedHash is not null
            ? before.Sha256 == confirmedHash
            : before.EntityTag is not null && now.EntityTag is not null ? before.EntityTag == now.EntityTag : before.Sha256 is not null;
    }

    private void RequireFile(ModelServerResponse response, long offset)
    {
        var status = (int)response.Status;
        switch (status)
        {
            case 200 or 206:
                return;
            case 401 or 403 or 407:
                throw _errors.AccessDenied(status);
            case 404 or 410:
                throw _errors.NotFound(status);
            case 416 when offset > 0:
                part.Discard();
                throw new TransientDownloadException(
                    ModelDownloadFailure.Network, "the file on the server is shorter than the partial file on this machine");
            case 408 or 425 or 429 or >= 500:
                var wait = response.Response.Headers.RetryAfter;
                throw new TransientDownloadException(ModelDownloadFailure.Network, $"{_address.Host} returned status {status}")
                {
                    RetryAfter = wait?.Delta ?? (wait?.Date - DateTimeOffset.UtcNow),
                };
            default:
                throw _errors.UnexpectedStatus(status);
        }
    }

    private async Task CopyAsync(ModelServerResponse response, long offset, DownloadState state, CancellationToken cancellationToken)
    {
        using var body = await response.Response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var reader = new ResponseBodyReader(settings, body, TimeProvider.System);
        var length = offset;
        var output = settings.Options.OpenOutput(part.Append());
        await using (output.ConfigureAwait(false))
        {
            if (offset == 0)
            {
                var head = await ReadHeadAsync(reader, response, state, cancellationToken).ConfigureAwait(false);
                await output.WriteAsync(head, cancellationToken).ConfigureAwait(false);
                length = head.Length;
            }

            var buffer = new byte[1 << 18];
            int read;
            while ((read = await reader.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                await output.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
                length += read;
                RequireAllowedLength(length, state.TotalBytes);
                reporter.Report(ModelDownloadPhase.Downloading, length, state.TotalBytes);
            }
        }

        reporter.Report(ModelDownloadPhase.Downloading, length, state.TotalBytes, always: true);
        RequireNotShorter(length, state.TotalBytes);
    }

    /// <summary>Reads the first bytes, and refuses a file of another format before anything is written.</summary>
    private async Task<ReadOnlyMemory<byte>> ReadHeadAsync(
        ResponseBodyReader reader, ModelServerResponse response, DownloadState state, CancellationToken cancellationToken)
    {
        var head = new byte[16];
        var length = 0;
        int read;
        while (length < MagicBytes && (read = await reader.ReadAsync(head.AsMemory(length), cancellationToken).ConfigureAwait(false)) > 0)
        {
            length += read;
        }

        if (head.AsSpan(0, length).StartsWith("GGUF"u8))
        {
            return head.AsMemory(0, length);
        }

        if (length < MagicBytes)
        {
            RequireNotShorter(length, state.TotalBytes);
        }

        part.Discard();
        throw _errors.NotGguf(head.AsSpan(0, length), response.MediaType);
    }

    private static void RequireNotShorter(long length, long? total)
    {
        if (length < total)
        {
            throw new TransientDownloadException(
                ModelDownloadFailure.WrongLength,
                FormattableString.Invariant($"the response ended after {length:N0} of {total:N0} bytes"));
        }
    }

    private void RequireAllowedLength(long length, long? total)
    {
        if (length > (total ?? _limits.MaxBytes))
        {
            part.Discard();
            throw total is { } announced ? _errors.WrongLength(length, announced) : _errors.TooLong(length, _limits.MaxBytes);
        }

        if (total is null)
        {
            _limits.RequireSomeDiskSpace(length);
        }
    }
}
