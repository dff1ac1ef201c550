namespace Qwen3.Connectors.Models.Downloads.Transfer;

/// <summary>Lets one process, and one caller in it, work on a file at a time. The operating system lets go of it with the process, however that ends.</summary>
/// <remarks>The lock's file stays: were it deleted, somebody could hold a lock on the deleted one while another locks a new one.</remarks>
internal static class DownloadLock
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(200);

    // EWOULDBLOCK on Linux and macOS, ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION.
    private static readonly int[] s_takenCodes = [11, 35, unchecked((int)0x80070020), unchecked((int)0x80070021)];

    public static async Task<IDisposable> AcquireAsync(string path, Action wait, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
            }
            catch (IOException exception) when (s_takenCodes.Contains(exception.HResult))
            {
                wait();
                await Task.Delay(s_pause, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
