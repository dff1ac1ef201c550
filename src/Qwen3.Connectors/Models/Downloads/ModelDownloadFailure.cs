namespace Qwen3.Connectors;

/// <summary>The reasons why a model could not be downloaded.</summary>
public enum ModelDownloadFailure
{
    /// <summary>The model is not on this machine, and downloads are switched off.</summary>
    Offline,

    /// <summary>The server has no such file.</summary>
    NotFound,

    /// <summary>The server requires a token, or rejects the token that was sent.</summary>
    AccessDenied,

    /// <summary>The server could not be reached, or the connection failed in every attempt.</summary>
    Network,

    /// <summary>The response is not the file, and another attempt would not change that.</summary>
    UnexpectedAnswer,

    /// <summary>The disk has too little free space for the file.</summary>
    DiskFull,

    /// <summary>The folder can't be written to.</summary>
    FileSystem,

    /// <summary>The file is longer or shorter than announced.</summary>
    WrongLength,

    /// <summary>The SHA-256 of the file differs from the published one.</summary>
    HashMismatch,

    /// <summary>The file is not a usable model file of the requested model.</summary>
    NotAModel,
}
