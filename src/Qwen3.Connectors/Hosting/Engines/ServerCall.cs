using Qwen3.Connectors.Telemetry.Logging;

namespace Qwen3.Connectors.Hosting.Engines;

/// <summary>A call of a container's engine on a server, tracked by the pool and logged as that of a local engine is.</summary>
internal static class ServerCall
{
    public static async Task<IReadOnlyList<TResult>> RunAsync<TResult>(
        EnginePool pool,
        string modelId,
        int textCount,
        Func<CancellationToken, Task<IReadOnlyList<TResult>>> call,
        Func<TResult, int> truncatedTokensOf,
        CancellationToken cancellationToken)
    {
        try
        {
            var results = await pool.Gate.RunAsync(modelId, call, cancellationToken).ConfigureAwait(false);
            if (results.Sum(result => (long)truncatedTokensOf(result)) is > 0 and var truncated)
            {
                pool.Log.TokensTruncated(truncated, textCount, modelId);
            }

            return results;
        }
        catch (Exception exception)
        {
            pool.LogFailure(exception, textCount, modelId);
            throw;
        }
    }
}
