using System.Net;

namespace Qwen3.Connectors.Models.Downloads.Transfer;

/// <summary>Fills a part until it holds the whole file: as many attempts as it takes, each from where the last one broke off.</summary>
internal sealed class FileDownload(StoreSettings settings, CatalogModel model, PartialFile part, DownloadMeter meter)
{
    private const int MagicBytes = 4;
    private static readonly TimeSpan s_longestDelay = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_longestRetryAfter = TimeSpan.FromMinutes(2);

    private readonly DownloadFaults _faults = new(settings, model);
    private readonly Uri _address = settings.Addresses.Of(model);
    private bool _announced;

    /// <returns>Whose the bytes are, and whether some of them came before this call or in another attempt.</returns>
    public async Task<(DownloadState State, bool WasResumed)> RunAsync(CancellationToken cancellationToken)
    {
        var furthest = part.Length;
        for (var failures = 0; ;)
        {
            try
            {
                return await AttemptAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (BrokenConnectionException exception)
            {
                failures = part.Length > furthest ? 1 : failures + 1;
                furthest = Math.Max(furthest, part.Length);
                if (failures >= settings.Options.MaxAttempts || exception.Failure == ModelDownloadFailure.UnexpectedAnswer)
                {
                    throw _faults.GivenUp(exception, failures, part.Length);
                }

                await Task.Delay(Delay(exception, failures), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private TimeSpan Delay(BrokenConnectionException exception, int failures)
    {
        var backOff = settings.Options.RetryDelay * Math.Pow(2, Math.Min(failures - 1, 10));
        return exception.RetryAfter is { } asked && asked >= TimeSpan.Zero
            ? (asked < s_longestRetryAfter ? asked : s_longestRetryAfter)
            : (backOff < s_longestDelay ? backOff : s_longestDelay);
    }

    private async Task<(DownloadState State, bool WasResumed)> AttemptAsync(CancellationToken cancellationToken)
    {
        var state = part.ReadState();
        var offset = state is { CanResume: true } && part.Length >= MagicBytes ? part.Length : 0;
        if (offset > 0 && offset == state!.TotalBytes)
        {
            return (state, WasResumed: true);
        }

        using var file = await ModelTransport.AskAsync(settings, _address, offset, state, cancellationToken).ConfigureAwait(false);
        RequireFile(file, offset);
        var current = new DownloadState { EntityTag = file.StrongTag, Sha256 = model.Sha256 ?? file.Sha256, TotalBytes = model.Bytes ?? file.TotalBytes };
        if (file.Status == HttpStatusCode.PartialContent && (offset == 0 || file.Offset != offset || !Continues(state!, current)))
        {
            part.Discard();
            throw new BrokenConnectionException(ModelDownloadFailure.Network, "the server gave a part of another file, or another part than was asked for");
        }

        offset = file.Offset;
        Prepare(current, offset);
        if (offset == 0)
        {
            part.Restart(current);
        }

        meter.Restart();
        await CopyAsync(file, offset, current, cancellationToken).ConfigureAwait(false);
        return (current, WasResumed: offset > 0);
    }

    private static bool Continues(DownloadState before, DownloadState now) =>
        (before.TotalBytes is null || now.TotalBytes is null || before.TotalBytes == now.TotalBytes)
        && (before.Sha256 is null || now.Sha256 is null ? before.EntityTag is not null && before.EntityTag == now.EntityTag : before.Sha256 == now.Sha256);

    private void RequireFile(ServerFile file, long offset)
    {
        var status = (int)file.Status;
        switch (status)
        {
            case 200 or 206:
                return;
            case 401 or 403 or 407:
                throw _faults.AccessDenied(status);
            case 404 or 410:
                throw _faults.NotFound(status);
            case 416 when offset > 0:
                part.Discard();
                throw new BrokenConnectionException(ModelDownloadFailure.Network, "the file on the server is shorter than the part that is here");
            case 408 or 425 or 429 or >= 500:
                var wait = file.Response.Headers.RetryAfter;
                throw new BrokenConnectionException(
                    ModelDownloadFailure.Network, $"{_address.Host} answered with status {status}", wait?.Delta ?? (wait?.Date - DateTimeOffset.UtcNow));
            default:
                throw _faults.UnexpectedStatus(status);
        }
    }

    /// <summary>Makes sure of the room, and says what comes.</summary>
    private void Prepare(DownloadState state, long offset)
    {
        var path = settings.TargetOf(model);

        // Bytes of a part that is given up are room again.
        var needed = (state.TotalBytes ?? model.EstimatedBytes) - part.Length;
        if (settings.Options.ReadFreeBytes(path) is { } free && needed > free)
        {
            throw _faults.DiskFull(needed, free);
        }

        if (!_announced)
        {
            _announced = true;
            settings.Options.Announce(new ModelDownload(model, _address, state.TotalBytes, offset, path));
        }
    }

    private async Task CopyAsync(ServerFile file, long offset, DownloadState state, CancellationToken cancellationToken)
    {
        using var body = await file.Response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var buffer = new byte[1 << 18];
        var length = offset;
        var held = 0;
        var output = part.Append();
        await using (output.ConfigureAwait(false))
        {
            int read;
            while ((read = await ModelTransport.ReadAsync(settings, body, buffer.AsMemory(held), cancellationToken).ConfigureAwait(false)) > 0)
            {
                held += read;
                if (length < MagicBytes && (held < MagicBytes || !buffer.AsSpan().StartsWith("GGUF"u8)))
                {
                    // A few bytes are held back until they tell what this is.
                    held = held < MagicBytes ? held : throw NotGguf(buffer.AsSpan(0, held), file.MediaType);
                    continue;
                }

                await output.WriteAsync(buffer.AsMemory(0, held), cancellationToken).ConfigureAwait(false);
                length += held;
                held = 0;
                RequireNotLonger(length, state);
                meter.Report(ModelDownloadPhase.Downloading, length, state.TotalBytes);
            }
        }

        meter.Report(ModelDownloadPhase.Downloading, length, state.TotalBytes, always: true);
        if (length + held < state.TotalBytes)
        {
            throw new BrokenConnectionException(ModelDownloadFailure.WrongLength, $"the server ended after {length + held:N0} of {state.TotalBytes:N0} bytes");
        }

        if (held > 0 || length == 0)
        {
            throw NotGguf(buffer.AsSpan(0, held), file.MediaType);
        }
    }

    private ModelDownloadException NotGguf(ReadOnlySpan<byte> head, string? mediaType)
    {
        part.Discard();
        return _faults.NotGguf(head[..Math.Min(head.Length, 16)], mediaType);
    }

    private void RequireNotLonger(long length, DownloadState state)
    {
        if (length > state.TotalBytes)
        {
            part.Discard();
            throw _faults.WrongLength(length, state.TotalBytes.Value);
        }
    }
}
