namespace Qwen3.Connectors;

/// <summary>
/// The exception that is thrown when a model is not on this machine and could not be downloaded. The message says what to do.
/// </summary>
/// <remarks>Bytes that were received are kept for the next attempt, unless they are known to be wrong.</remarks>
public sealed class ModelDownloadException : IOException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="failure">The reason.</param>
    /// <param name="modelName">The model's name in the catalog.</param>
    /// <param name="message">What was found, what was expected, and what to do.</param>
    /// <param name="innerException">The exception that caused this one, or null.</param>
    public ModelDownloadException(ModelDownloadFailure failure, string modelName, string message, Exception? innerException = null)
        : base($"{modelName}: {message}", innerException)
    {
        Failure = failure;
        ModelName = modelName;
    }

    /// <summary>The reason.</summary>
    public ModelDownloadFailure Failure { get; }

    /// <summary>The model's name in the catalog.</summary>
    public string ModelName { get; }
}
