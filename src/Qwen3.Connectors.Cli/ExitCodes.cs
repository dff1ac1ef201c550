namespace Qwen3.Connectors.Cli;

/// <summary>What the process returns. The help text and the README name them too.</summary>
internal static class ExitCodes
{
    public const int Ok = 0;

    /// <summary>The work failed for a reason of its own: a disk, the model's answer, a fault in this program.</summary>
    public const int Failed = 1;

    /// <summary>Wrong options, or input that can't be read.</summary>
    public const int BadInput = 2;

    /// <summary>The model file is missing, damaged or of another kind.</summary>
    public const int BadModel = 3;

    /// <summary>A named model is not here and could not be downloaded.</summary>
    public const int DownloadFailed = 4;

    /// <summary>Stopped by Ctrl-C, as shells report it.</summary>
    public const int Cancelled = 130;
}
