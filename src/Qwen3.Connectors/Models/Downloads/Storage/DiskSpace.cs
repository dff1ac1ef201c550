namespace Qwen3.Connectors.Models.Downloads.Storage;

internal static class DiskSpace
{
    // ENOSPC, EDQUOT on Linux and macOS, ERROR_HANDLE_DISK_FULL, ERROR_DISK_FULL, ERROR_DISK_QUOTA_EXCEEDED.
    private static readonly int[] s_fullCodes =
        [28, 122, 69, unchecked((int)0x80070027), unchecked((int)0x80070070), unchecked((int)0x8007050F)];

    /// <summary>Returns the free bytes of the disk that a file is on, or null if they can't be read.</summary>
    public static long? FreeBytes(string file)
    {
        try
        {
            return new DriveInfo(Path.GetDirectoryName(file)!).AvailableFreeSpace;
        }
        catch (Exception exception) when (exception is IOException or ArgumentException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public static bool IsFull(IOException exception) => s_fullCodes.Contains(exception.HResult);
}
