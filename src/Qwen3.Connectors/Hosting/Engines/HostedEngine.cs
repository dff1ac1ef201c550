using System.Diagnostics;
using Qwen3.Connectors.Engines;
using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Telemetry.Logging;

namespace Qwen3.Connectors.Hosting.Engines;

/// <summary>
/// The engine of a container's model: its calls are tracked by the pool and logged. Generators and rerankers do not own it.
/// </summary>
/// <param name="pool">The pool that owns this engine.</param>
/// <param name="access">The kind of model.</param>
/// <param name="source">The model file, or the name whose file is downloaded.</param>
/// <param name="options">How to run it.</param>
internal abstract class HostedEngine<TModel, TPrompt, TResult>(
    EnginePool pool, ModelAccess<TModel, TPrompt, TResult> access, ModelSource source, InferenceOptions options)
    : LocalEngine<TModel, TPrompt, TResult>(access, source, options)
    where TModel : class, IDisposable, IAsyncDisposable
{
    // The file's name until the model is open; a name of the catalog stays.
    private string ModelId => Description.ModelId;

    /// <summary>An opening counts as a running call: a host that stops waits for it, or ends it.</summary>
    public override async ValueTask<TModel> OpenAsync(CancellationToken cancellationToken) => IsOpen
        ? await base.OpenAsync(cancellationToken).ConfigureAwait(false)
        : await pool.Gate.RunAsync(ModelId, token => base.OpenAsync(token).AsTask(), cancellationToken).ConfigureAwait(false);

    protected override async Task<IReadOnlyList<TResult>> RunAsync(
        IReadOnlyList<TPrompt> prompts, int? maxTokens, Truncation truncation, CancellationToken cancellationToken)
    {
        try
        {
            var results = await pool.Gate.RunAsync(
                ModelId, token => base.RunAsync(prompts, maxTokens, truncation, token), cancellationToken).ConfigureAwait(false);
            if (results.Sum(result => (long)Access.TruncatedTokensOf(result)) is > 0 and var truncated)
            {
                pool.Log.TokensTruncated(truncated, prompts.Count, ModelId);
            }

            return results;
        }
        catch (Exception exception)
        {
            pool.LogFailure(exception, prompts.Count, ModelId);
            throw;
        }
    }

    protected override async Task<TModel> LoadAsync(CancellationToken cancellationToken)
    {
        var path = await GetFileAsync(cancellationToken).ConfigureAwait(false);
        pool.Log.Loading(Access.Purpose, path);
        var started = Stopwatch.GetTimestamp();
        try
        {
            var model = Access.Load(path, Options);
            var description = Access.DescriptionOf(model);
            LogLoaded(description, Stopwatch.GetElapsedTime(started));
            pool.Metrics.Add(Source!.Description?.ModelId ?? description.Name, () => Access.StatisticsOf(model));
            return model;
        }
        catch (Exception exception)
        {
            pool.Log.LoadFailed(exception, Access.Purpose, path);
            throw;
        }
    }

    private async Task<string> GetFileAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await Source!.GetFileAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            pool.Log.LoadFailed(exception, Access.Purpose, Source!.ShortName);
            throw;
        }
    }

    private void LogLoaded(ModelDescription model, TimeSpan time)
    {
        pool.Log.Loaded(
            model.Name,
            model.FileBytes / 1e6,
            model.WeightType,
            time.TotalMilliseconds,
            Options.ThreadCount ?? Environment.ProcessorCount,
            Options.Backend?.Name ?? Options.ResolveKernel().Name);
        foreach (var note in model.Notes.Except(model.Warnings))
        {
            pool.Log.ModelNote(model.Name, note);
        }

        foreach (var warning in model.Warnings)
        {
            pool.Log.ModelWarning(model.Name, warning);
        }
    }
}
