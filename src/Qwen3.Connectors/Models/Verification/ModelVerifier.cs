using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Models.Verification.Checks;

namespace Qwen3.Connectors;

/// <summary>
/// Holds a model file against what is known of the model that it says it is: its header, its tokenizer, and numbers that others published, computed here.
/// A file that passes embeds or ranks as its publisher's does; one that fails is told why, and what to do.
/// </summary>
public sealed class ModelVerifier
{
    private readonly string _path;
    private readonly int? _threadCount;

    private ModelVerifier(string path, int? threadCount)
    {
        _path = path;
        _threadCount = threadCount;
    }

    /// <summary>Makes sure that there is a file to verify. Nothing is held open.</summary>
    /// <param name="path">A file that should be a Qwen3 embedding model or reranker.</param>
    /// <param name="threadCount">Threads that compute, 1 to 1024; null for as many as the process may use cores.</param>
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
            // What is wrong with it is the verification's to tell.
        }

        return new ModelVerifier(path, threadCount);
    }

    /// <summary>Makes all checks. The golden numbers take the time of some short texts: a second with 0.6B, and reading all of the file.</summary>
    /// <param name="cancellationToken">Stops the computation.</param>
    /// <returns>Every check with what was expected and found. A wrong file is a result, not an exception.</returns>
    public Task<ModelVerification> VerifyAsync(CancellationToken cancellationToken = default) => VerifyAsync(KnownModels.Own, cancellationToken);

    /// <summary>With other knowledge, for tests.</summary>
    internal Task<ModelVerification> VerifyAsync(KnownModels knowledge, CancellationToken cancellationToken) =>
        new FileVerification(_path, _threadCount, knowledge).RunAsync(cancellationToken);
}
