using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Inference.Loading;
using Qwen3.Connectors.Models.Verification.Checks;

namespace Qwen3.Connectors.Models.Verification;

/// <summary>
/// Compares a model file with what is known of its model: its header, its tokenizer, and published numbers, which are computed here.
/// A file that passes embeds or ranks as its publisher's does; one that fails gets the reason and advice.
/// </summary>
internal sealed class ModelVerifier
{
    private readonly string _path;
    private readonly int? _threadCount;

    private ModelVerifier(string path, int? threadCount)
    {
        _path = path;
        _threadCount = threadCount;
    }

    /// <summary>Checks that there is a file to verify. Keeps nothing open.</summary>
    /// <param name="path">A file that should be a Qwen3 embedding model or reranker.</param>
    /// <param name="threadCount">The number of threads, 1 to 1024; null for the cores that the process may use.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="ArgumentException">The path is empty, or the number of threads out of its range.</exception>
    public static ModelVerifier Open(string path, int? threadCount = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (threadCount is < 1 or > 1024)
        {
            throw new ArgumentOutOfRangeException(nameof(threadCount), threadCount, "1 to 1024 threads, or null for all cores of the process.");
        }

        try
        {
            ModelHeader.Open(path).Dispose();
        }
        catch (InvalidModelException)
        {
            // The verification reports it.
        }

        return new ModelVerifier(path, threadCount);
    }

    /// <summary>Runs all checks. The golden numbers take the time of some short texts: a second with 0.6B, and reading all of the file.</summary>
    /// <param name="cancellationToken">Stops the computation.</param>
    /// <returns>Every check with what was expected and found. A wrong file is a result, not an exception.</returns>
    public Task<ModelVerification> VerifyAsync(CancellationToken cancellationToken = default) => VerifyAsync(KnownModels.Own, cancellationToken);

    /// <summary>Runs all checks with other known models, for tests.</summary>
    internal Task<ModelVerification> VerifyAsync(KnownModels knowledge, CancellationToken cancellationToken) =>
        new FileVerification(_path, _threadCount, knowledge).RunAsync(cancellationToken);
}
