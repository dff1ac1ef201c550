using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Remote.Engines;

/// <summary>
/// Runs calls on a first engine, and on a second one while the first is not available. Before the second is used, both must have given the
/// same result for a fixed input: vectors of two spaces must never be mixed.
/// </summary>
/// <param name="first">Computes the fixed input on the first engine.</param>
/// <param name="second">Computes it on the second engine.</param>
/// <param name="findDifference">Says how two results differ; null where they agree.</param>
internal sealed class FallbackRunner<TProbe>(
    Func<CancellationToken, Task<TProbe>> first, Func<CancellationToken, Task<TProbe>> second, Func<TProbe, TProbe, string?> findDifference)
    where TProbe : class
{
    private volatile TProbe? _first;
    private volatile TProbe? _second;

    public async Task<T> RunAsync<T>(
        Func<CancellationToken, Task<T>> runFirst, Func<CancellationToken, Task<T>> runSecond, CancellationToken cancellationToken)
    {
        try
        {
            _first ??= await first(cancellationToken).ConfigureAwait(false);
            return await runFirst(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsUnavailable(exception))
        {
            await RequireAgreementAsync(exception, cancellationToken).ConfigureAwait(false);
        }

        return await runSecond(cancellationToken).ConfigureAwait(false);
    }

    /// <exception cref="InvalidOperationException">The engines differ, or the first was never available so that it is not
    /// known.</exception>
    private async Task RequireAgreementAsync(Exception cause, CancellationToken cancellationToken)
    {
        if (_first is not { } reference)
        {
            throw new InvalidOperationException(
                "The first engine has not been available since the start, so whether the fallback is of the same vector space is "
                    + "not known; "
                + "it is not used. Try again when the first engine is available.",
                cause);
        }

        _second ??= await second(cancellationToken).ConfigureAwait(false);
        if (findDifference(reference, _second) is { } difference)
        {
            throw new InvalidOperationException($"The first engine is not available, and the fallback is not used: {difference}", cause);
        }
    }

    /// <summary>A local model that is missing, does not load or is overloaded counts as not available.</summary>
    private static bool IsUnavailable(Exception exception) =>
        exception is EngineUnavailableException or InvalidModelException or ModelDownloadException or IOException;
}
