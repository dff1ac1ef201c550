using System.Diagnostics;
using Microsoft.Extensions.AI;

namespace Qwen3.Connectors.Telemetry;

/// <summary>Reports the calls of one operation. Spans and metrics hold no user text and no exception message.</summary>
/// <param name="name">The operation's name in the conventions.</param>
/// <param name="describe">Returns what is known of the model at the moment, without opening it; null for nothing.</param>
internal sealed class TracedOperation(string name, Func<EngineDescription?> describe)
{
    private static readonly EngineDescription s_unknown = new("unknown", "unknown");

    /// <summary>Runs a call in a span and records its duration and token usage. The time to open the model is part of the call.</summary>
    /// <param name="call">The call.</param>
    /// <param name="addTags">Adds tags of the request; called only where a listener records the span.</param>
    /// <param name="usageOf">Returns the token usage of a result, and the model that computed it.</param>
    /// <returns>The call's result; its exceptions are not wrapped.</returns>
    public async Task<T> RunAsync<T>(Func<Task<T>> call, Action<Activity> addTags, Func<T, (UsageDetails? Usage, string? ModelId)> usageOf)
    {
        // A decorator around this one, such as that of Microsoft.Extensions.AI, already reports the call.
        if (Activity.Current?.GetTagItem(TelemetryNames.OperationName) as string == name)
        {
            return await call().ConfigureAwait(false);
        }

        using var activity = ClientTelemetry.Source.StartActivity(GetSpanName(), ActivityKind.Client);
        SetRequestTags(activity, addTags);
        var started = Stopwatch.GetTimestamp();
        try
        {
            var result = await call().ConfigureAwait(false);
            var (usage, modelId) = usageOf(result);
            SetRequestTags(activity, addTags);
            activity?.SetTag(TelemetryNames.ResponseModel, modelId).SetTag(TelemetryNames.InputTokens, usage?.InputTokenCount);
            RecordTokens(usage, modelId);
            RecordDuration(started, modelId, errorType: null);
            return result;
        }
        catch (Exception exception)
        {
            var errorType = exception.GetType().FullName!;
            SetRequestTags(activity, addTags);
            activity?.SetTag(TelemetryNames.ErrorType, errorType).SetStatus(ActivityStatusCode.Error);
            RecordDuration(started, modelId: null, errorType);
            throw;
        }
    }

    private string GetSpanName() => $"{name} {(describe() ?? s_unknown).ModelId}";

    /// <summary>
    /// Called before and after a call: the first call opens the model, and only then its own name and dimensions are known.
    /// </summary>
    private void SetRequestTags(Activity? activity, Action<Activity> addTags)
    {
        if (activity is { IsAllDataRequested: true })
        {
            activity.DisplayName = GetSpanName();
            foreach (var (key, value) in CreateRequestTags())
            {
                activity.SetTag(key, value);
            }

            addTags(activity);
        }
    }

    private void RecordDuration(long started, string? modelId, string? errorType)
    {
        if (!ClientTelemetry.OperationDuration.Enabled)
        {
            return;
        }

        var tags = CreateTags(modelId);
        if (errorType is not null)
        {
            tags.Add(TelemetryNames.ErrorType, errorType);
        }

        ClientTelemetry.OperationDuration.Record(Stopwatch.GetElapsedTime(started).TotalSeconds, tags);
    }

    private void RecordTokens(UsageDetails? usage, string? modelId)
    {
        if (ClientTelemetry.TokenUsage.Enabled && usage?.InputTokenCount is { } tokens)
        {
            var tags = CreateTags(modelId);
            tags.Add(TelemetryNames.TokenType, TelemetryNames.TokenTypeInput);
            ClientTelemetry.TokenUsage.Record((int)long.Min(tokens, int.MaxValue), tags);
        }
    }

    private TagList CreateTags(string? responseModel)
    {
        var tags = CreateRequestTags();
        if (responseModel is not null)
        {
            tags.Add(TelemetryNames.ResponseModel, responseModel);
        }

        return tags;
    }

    private TagList CreateRequestTags()
    {
        var engine = describe() ?? s_unknown;
        var tags = new TagList
        {
            { TelemetryNames.OperationName, name },
            { TelemetryNames.RequestModel, engine.ModelId },
            { TelemetryNames.ProviderName, engine.ProviderName },
        };
        if (engine.Endpoint is { } server)
        {
            tags.Add(TelemetryNames.ServerAddress, server.Host);
            tags.Add(TelemetryNames.ServerPort, server.Port);
        }

        return tags;
    }
}
