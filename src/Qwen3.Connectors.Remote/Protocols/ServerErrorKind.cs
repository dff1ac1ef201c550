namespace Qwen3.Connectors.Remote.Protocols;

/// <summary>Why a server refused a request.</summary>
internal enum ServerErrorKind
{
    /// <summary>The request as it is; the reason is not recognised.</summary>
    Rejected,

    /// <summary>Too many texts, or too many bytes.</summary>
    TooLarge,

    /// <summary>A text has too many tokens.</summary>
    TooLong,

    /// <summary>The server computed a value that is not finite.</summary>
    NotFinite,

    /// <summary>No or a wrong key.</summary>
    Unauthorized,

    /// <summary>The route or the model does not exist.</summary>
    NotFound,

    /// <summary>The model or the server can't do this.</summary>
    NotSupported,

    /// <summary>Another address.</summary>
    Redirected,

    /// <summary>An error of the server.</summary>
    Failed,
}
