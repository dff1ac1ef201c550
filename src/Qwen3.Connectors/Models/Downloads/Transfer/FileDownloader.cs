using System.Net;
using Qwen3.Connectors.Models.Downloads.Storage;

namespace Qwen3.Connectors.Models.Downloads.Transfer;

/// <summary>Downloads a file into a partial file in as many attempts as allowed, each of which resumes the previous one.</summary>
internal sealed class FileDownloader(ModelStoreSettings settings, CatalogModel model, PartialFile part, DownloadProgressReporter reporter)
{
    private const int MagicBytes = 4;
    private static readonly TimeSpan s_maxDelay = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_maxRetryAfter = TimeSpan.FromMinutes(2);

    private readonly DownloadErrors _errors = new(settings, model);
    private readonly Uri _address = settings.Addresses.Of(model);

    /// <returns>The file that the bytes belong to, and whether some of them came from before this call or from another attempt.</returns>
    public async Task<(DownloadState State, bool WasResumed)> RunAsync(CancellationToken cancellationToken)
    {
        var maxLength = part.Length;
        for (var failures = 0; ;)
        {
            try
            {
                return await AttemptAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (TransientDownloadException exception)
            {
                failures = part.Length > maxLength ? 1 : failures + 1;
                maxLength = Math.Max(maxLength, part.Length);
                if (failures >= settings.Options.MaxAttempts || exception.Failure == ModelDownloadFailure.UnexpectedAnswer)
                {
                    throw _errors.AttemptsFailed(exception, failures, part.Length);
                }

                var delay = Delay(exception, failures);
                var retry = new DownloadRetry(exception.Message, failures + 1, settings.Options.MaxAttempts, delay);
                reporter.ReportRetry(retry, part.Length, part.ReadState()?.TotalBytes);
                await Task.Delay(delay, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private TimeSpan Delay(TransientDownloadException exception, int failures)
    {
        var backOff = settings.Options.RetryDelay * Math.Pow(2, Math.Min(failures - 1, 10));
        return exception.RetryAfter is { } requested && requested >= TimeSpan.Zero
            ? (requested < s_maxRetryAfter ? requested : s_maxRetryAfter)
            : (backOff < s_maxDelay ? backOff : s_maxDelay);
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
        var current = new DownloadState
        {
            EntityTag = response.StrongTag,
            Sha256 = model.Sha256 ?? response.Sha256,
            TotalBytes = model.Bytes ?? response.TotalBytes,
        };
        if (response.Status == HttpStatusCode.PartialContent && (offset == 0 || response.Offset != offset || !IsSameFile(state!, current)))
        {
            part.Discard();
            throw new TransientDownloadException(
                ModelDownloadFailure.Network, "the server sent a part of another file, or a part that was not requested");
        }

        offset = response.Offset;
        RequireDiskSpace(current);
        reporter.ReportStart(offset, current.TotalBytes);
        if (offset == 0)
        {
            part.Restart(current);
        }

        reporter.RestartSpeed();
        await CopyAsync(response, offset, current, cancellationToken).ConfigureAwait(false);
        return (current, WasResumed: offset > 0);
    }

    private static bool IsSameFile(DownloadState before, DownloadState now) =>
        (before.TotalBytes is null || now.TotalBytes is null || before.TotalBytes == now.TotalBytes)
        && (before.Sha256 is null || now.Sha256 is null
            ? before.EntityTag is not null && before.EntityTag == now.EntityTag
            : before.Sha256 == now.Sha256);

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
                throw new TransientDownloadException(
                    ModelDownloadFailure.Network,
                    $"{_address.Host} returned status {status}",
                    wait?.Delta ?? (wait?.Date - DateTimeOffset.UtcNow));
            default:
                throw _errors.UnexpectedStatus(status);
        }
    }

    private void RequireDiskSpace(DownloadState state)
    {
        // If the partial file is discarded, its bytes become free.
        var needed = (state.TotalBytes ?? model.EstimatedBytes) - part.Length;
        if (settings.Options.ReadFreeBytes(settings.GetTargetPath(model)) is { } free && needed > free)
        {
            throw _errors.DiskFull(needed, free);
        }
    }

    private async Task CopyAsync(ModelServerResponse response, long offset, DownloadState state, CancellationToken cancellationToken)
    {
        using var body = await response.Response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var buffer = new byte[1 << 18];
        var length = offset;
        var held = 0;
        var output = part.Append();
        await using (output.ConfigureAwait(false))
        {
            while (true)
            {
                var free = buffer.AsMemory(held);
                var read = await ModelServerClient.ReadAsync(settings, body, free, cancellationToken).ConfigureAwait(false);
                if (read == 0)
                {
                    break;
                }

                held += read;
                if (length < MagicBytes && (held < MagicBytes || !buffer.AsSpan().StartsWith("GGUF"u8)))
                {
                    // Bytes are held back until there are enough to recognise the format.
                    held = held < MagicBytes ? held : throw NotGguf(buffer.AsSpan(0, held), response.MediaType);
                    continue;
                }

                await output.WriteAsync(buffer.AsMemory(0, held), cancellationToken).ConfigureAwait(false);
                length += held;
                held = 0;
                RequireNotLonger(length, state);
                reporter.Report(ModelDownloadPhase.Downloading, length, state.TotalBytes);
            }
        }

        reporter.Report(ModelDownloadPhase.Downloading, length, state.TotalBytes, always: true);
        if (length + held < state.TotalBytes)
        {
            throw new TransientDownloadException(
                ModelDownloadFailure.WrongLength,
                FormattableString.Invariant($"the response ended after {length + held:N0} of {state.TotalBytes:N0} bytes"));
        }

        if (held > 0 || length == 0)
        {
            throw NotGguf(buffer.AsSpan(0, held), response.MediaType);
        }
    }

    private ModelDownloadException NotGguf(ReadOnlySpan<byte> head, string? mediaType)
    {
        part.Discard();
        return _errors.NotGguf(head[..Math.Min(head.Length, 16)], mediaType);
    }

    private void RequireNotLonger(long length, DownloadState state)
    {
        if (length > state.TotalBytes)
        {
            part.Discard();
            throw _errors.WrongLength(length, state.TotalBytes.Value);
        }
    }
}
