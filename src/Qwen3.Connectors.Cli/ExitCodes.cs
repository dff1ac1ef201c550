namespace Qwen3.Connectors.Cli;

/// <summary>Exit codes of the process. The help text and the README list them too.</summary>
internal static class ExitCodes
{
    public const int Ok = 0;

    /// <summary>The command failed: a disk error, a model output that is not a number, a bug.</summary>
    public const int Failed = 1;

    /// <summary>Wrong options, or input that cannot be read.</summary>
    public const int BadInput = 2;

    /// <summary>The model file is missing, damaged or of another kind.</summary>
    public const int BadModel = 3;

    /// <summary>A named model is not on this machine and could not be downloaded.</summary>
    public const int DownloadFailed = 4;

    /// <summary>Stopped by Ctrl-C; the code that shells report.</summary>
    public const int Cancelled = 130;
}
