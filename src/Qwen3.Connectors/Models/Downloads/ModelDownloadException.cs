namespace Qwen3.Connectors;

/// <summary>A model is not here and could not be downloaded. The message says what to do. What has arrived is kept, unless it was wrong.</summary>
public sealed class ModelDownloadException : IOException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="failure">Why.</param>
    /// <param name="modelName">The model's name in the catalog.</param>
    /// <param name="message">What was found, what was expected, and what to do.</param>
    /// <param name="innerException">What it came from, or null.</param>
    public ModelDownloadException(ModelDownloadFailure failure, string modelName, string message, Exception? innerException = null)
        : base($"{modelName}: {message}", innerException)
    {
        Failure = failure;
        ModelName = modelName;
    }

    /// <summary>Why.</summary>
    public ModelDownloadFailure Failure { get; }

    /// <summary>The model's name in the catalog.</summary>
    public string ModelName { get; }
}
