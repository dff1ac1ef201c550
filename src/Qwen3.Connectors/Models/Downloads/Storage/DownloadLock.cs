namespace Qwen3.Connectors.Models.Downloads.Storage;

/// <summary>
/// Locks a file between processes, and between callers in one process. The operating system releases the lock when its process ends.
/// </summary>
/// <remarks>The lock file is never deleted: otherwise one process could lock the deleted file while another locks a new one.</remarks>
internal static class DownloadLock
{
    private static readonly TimeSpan s_pollInterval = TimeSpan.FromMilliseconds(200);

    // EWOULDBLOCK on Linux and macOS, ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION.
    private static readonly int[] s_lockedCodes = [11, 35, unchecked((int)0x80070020), unchecked((int)0x80070021)];

    /// <param name="path">The lock file.</param>
    /// <param name="onWaiting">Called before each wait for another holder of the lock.</param>
    /// <param name="cancellationToken">Cancels waiting.</param>
    /// <returns>The lock; disposing it releases the file.</returns>
    /// <exception cref="IOException">The lock file can't be opened, or is a symbolic link or a pipe.</exception>
    public static async Task<IDisposable> AcquireAsync(string path, Action onWaiting, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                return RegularFile.Open(path, FileMode.OpenOrCreate, FileShare.None);
            }
            catch (IOException exception) when (s_lockedCodes.Contains(exception.HResult))
            {
                onWaiting();
                await Task.Delay(s_pollInterval, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
