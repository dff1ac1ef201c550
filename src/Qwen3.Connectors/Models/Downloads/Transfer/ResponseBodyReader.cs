using Qwen3.Connectors.Models.Downloads.Storage;

namespace Qwen3.Connectors.Models.Downloads.Transfer;

/// <summary>Reads a response body, and fails if no bytes arrive or so few that the download would not end in any useful time.</summary>
internal sealed class ResponseBodyReader(ModelStoreSettings settings, Stream body, TimeProvider time)
{
    private const int MinBytesPerSecond = 1024;

    private TimeSpan _waited;
    private long _received;

    /// <summary>Reads the next bytes.</summary>
    /// <returns>The number of bytes; 0 at the end of the body.</returns>
    /// <exception cref="TransientDownloadException">The connection failed, or no or too few bytes arrived within the timeout.</exception>
    public async Task<int> ReadAsync(Memory<byte> destination, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var read = await ModelServerClient.WithTimeoutAsync(
            settings, token => body.ReadAsync(destination, token).AsTask(), cancellationToken).ConfigureAwait(false);

        // Only the time that is spent waiting for the server counts, not that of slow disks.
        _waited += time.GetElapsedTime(start);
        _received += read;
        if (_waited >= settings.Options.StallTimeout)
        {
            RequireMinimumRate(read);
            (_waited, _received) = (TimeSpan.Zero, 0);
        }

        return read;
    }

    private void RequireMinimumRate(int read)
    {
        if (read > 0 && _received < MinBytesPerSecond * _waited.TotalSeconds)
        {
            throw new TransientDownloadException(
                ModelDownloadFailure.Network,
                FormattableString.Invariant($"only {_received:N0} bytes arrived in {_waited.TotalSeconds:0.#} s; ")
                + FormattableString.Invariant($"expected at least {MinBytesPerSecond:N0} bytes per second"));
        }
    }
}
