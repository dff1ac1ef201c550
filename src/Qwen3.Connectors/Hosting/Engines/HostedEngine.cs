using System.Diagnostics;
using Qwen3.Connectors.Engines;
using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Telemetry;

namespace Qwen3.Connectors.Hosting.Engines;

/// <summary>A model of a container: opened when first needed, behind the pool's gate, and logged.</summary>
/// <param name="pool">The pool that owns this engine.</param>
/// <param name="purpose">What the model is for, in a word of the log.</param>
/// <param name="source">The model file, or the name that its file is got by.</param>
/// <param name="options">How to run it.</param>
internal abstract class HostedEngine<TEngine>(EnginePool pool, string purpose, ModelSource source, InferenceOptions options) : IDisposable
    where TEngine : class, IDisposable
{
    private AsyncLazy<TEngine>? _engine;

    // The file's name until the model says its own; a name of the catalog stays.
    private volatile string _modelId = source.ShortName;

    /// <summary>The engine on the model, opened where it is not.</summary>
    protected TEngine Engine => AsyncLazy.Open();

    private AsyncLazy<TEngine> AsyncLazy => LazyInitializer.EnsureInitialized(ref _engine, () => new AsyncLazy<TEngine>(OpenLoggedAsync));

    public void Dispose() => AsyncLazy.Dispose();

    /// <summary>What the engine says of itself; of a named model that is not open yet, what the catalog says.</summary>
    protected EngineDescription Describe(Func<TEngine, EngineDescription> describe) =>
        AsyncLazy.Opened is null && source.Description is { } known ? known : source.Rename(describe(Engine));

    /// <summary>Opens the model.</summary>
    protected abstract TEngine Open(string path, InferenceOptions options);

    protected abstract ModelDescription DescriptionOf(TEngine engine);

    protected abstract EngineStatistics ReadStatistics(TEngine engine);

    /// <summary>Runs a call behind the gate.</summary>
    /// <param name="textCount">Texts of the call.</param>
    /// <param name="call">The call on the open engine.</param>
    /// <param name="truncatedTokens">The tokens that were cut from a text, by its answer.</param>
    /// <param name="cancellationToken">The caller's.</param>
    protected async Task<IReadOnlyList<T>> RunAsync<T>(
        int textCount,
        Func<TEngine, CancellationToken, Task<IReadOnlyList<T>>> call,
        Func<T, int> truncatedTokens,
        CancellationToken cancellationToken)
    {
        try
        {
            var answers = await pool.Gate.RunAsync(_modelId, token => OpenAndCallAsync(call, token), cancellationToken).ConfigureAwait(false);
            if (answers.Sum(answer => (long)truncatedTokens(answer)) is > 0 and var cut)
            {
                pool.Log.TokensTruncated(cut, textCount, _modelId);
            }

            return answers;
        }
        catch (Exception exception)
        {
            LogFailure(exception, textCount);
            throw;
        }
    }

    private async Task<T> OpenAndCallAsync<T>(Func<TEngine, CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        var engine = await AsyncLazy.OpenAsync(cancellationToken).ConfigureAwait(false);
        return await call(engine, cancellationToken).ConfigureAwait(false);
    }

    private void LogFailure(Exception exception, int textCount)
    {
        switch (exception)
        {
            case EngineStoppingException { WasRunning: false }:
                pool.Log.CallRejected(textCount, _modelId);
                break;
            case OperationCanceledException:
                pool.Log.CallCancelled(textCount, _modelId);
                break;
            default:
                // The type alone: the message of an engine of others might quote a text.
                pool.Log.CallFailed(textCount, _modelId, exception.GetType().FullName!);
                break;
        }
    }

    private async Task<TEngine> OpenLoggedAsync(CancellationToken cancellationToken)
    {
        var path = await GetFileAsync(cancellationToken).ConfigureAwait(false);
        pool.Log.Loading(purpose, path);
        var started = Stopwatch.GetTimestamp();
        try
        {
            var engine = Open(path, options);
            var model = DescriptionOf(engine);
            _modelId = source.Description?.ModelId ?? model.Name;
            LogLoaded(model, Stopwatch.GetElapsedTime(started));
            pool.Metrics.Add(_modelId, () => ReadStatistics(engine));
            return engine;
        }
        catch (Exception exception)
        {
            pool.Log.LoadFailed(exception, purpose, path);
            throw;
        }
    }

    private async Task<string> GetFileAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await source.GetFileAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            pool.Log.LoadFailed(exception, purpose, source.ShortName);
            throw;
        }
    }

    private void LogLoaded(ModelDescription model, TimeSpan time)
    {
        pool.Log.Loaded(
            model.Name, model.FileBytes / 1e6, model.WeightType, time.TotalMilliseconds, options.ThreadCount ?? Environment.ProcessorCount, options.Backend?.Name ?? options.Kernel ?? "chosen for this CPU");
        foreach (var note in model.Notes)
        {
            pool.Log.ModelNote(model.Name, note);
        }
    }
}
