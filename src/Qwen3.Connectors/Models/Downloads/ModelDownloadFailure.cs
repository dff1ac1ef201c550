namespace Qwen3.Connectors;

/// <summary>Why a model could not be had.</summary>
public enum ModelDownloadFailure
{
    /// <summary>The model is not here, and downloads are switched off.</summary>
    Offline,

    /// <summary>The server has no such file.</summary>
    NotFound,

    /// <summary>The server wants a token, or refuses the one it got.</summary>
    AccessDenied,

    /// <summary>The server could not be reached, or broke off again and again.</summary>
    Network,

    /// <summary>The server answered with something that is neither the file nor worth another attempt.</summary>
    UnexpectedAnswer,

    /// <summary>The disk has no room for the file.</summary>
    DiskFull,

    /// <summary>The folder can't be written to.</summary>
    FileSystem,

    /// <summary>The file has another length than it should.</summary>
    WrongLength,

    /// <summary>The file's bytes are not those that were published.</summary>
    HashMismatch,

    /// <summary>What came is no usable model file.</summary>
    NotAModel,
}
