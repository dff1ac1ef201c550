using System.Diagnostics;
using Microsoft.Extensions.AI;

namespace Qwen3.Connectors.Telemetry;

/// <summary>Reports the calls of one operation on one model. Spans and metrics hold no user text and no exception message.</summary>
/// <param name="name">The operation's name in the conventions.</param>
/// <param name="provider">The provider's name.</param>
/// <param name="model">The model's name.</param>
/// <param name="server">The server's address; null for this process.</param>
internal sealed class TracedOperation(string name, string provider, string model, Uri? server)
{
    private readonly string _spanName = $"{name} {model}";

    /// <summary>Runs a call in a span and records its duration and token usage.</summary>
    /// <param name="call">The call.</param>
    /// <param name="describe">Adds tags of the request; called only where a listener records the span.</param>
    /// <param name="usageOf">Returns the token usage of a result, and the model that computed it.</param>
    /// <returns>The call's result; its exceptions are not wrapped.</returns>
    public async Task<T> RunAsync<T>(Func<Task<T>> call, Action<Activity> describe, Func<T, (UsageDetails? Usage, string? ModelId)> usageOf)
    {
        // A decorator around this one, such as that of Microsoft.Extensions.AI, already reports the call.
        if (Activity.Current?.GetTagItem(TelemetryNames.OperationName) as string == name)
        {
            return await call().ConfigureAwait(false);
        }

        using var activity = Start(describe);
        var started = Stopwatch.GetTimestamp();
        try
        {
            var result = await call().ConfigureAwait(false);
            var (usage, modelId) = usageOf(result);
            activity?.SetTag(TelemetryNames.ResponseModel, modelId).SetTag(TelemetryNames.InputTokens, usage?.InputTokenCount);
            RecordTokens(usage, modelId);
            RecordDuration(started, modelId, errorType: null);
            return result;
        }
        catch (Exception exception)
        {
            var errorType = exception.GetType().FullName!;
            activity?.SetTag(TelemetryNames.ErrorType, errorType).SetStatus(ActivityStatusCode.Error);
            RecordDuration(started, modelId: null, errorType);
            throw;
        }
    }

    private Activity? Start(Action<Activity> describe)
    {
        var activity = ClientTelemetry.Source.StartActivity(_spanName, ActivityKind.Client);
        if (activity is { IsAllDataRequested: true })
        {
            foreach (var (key, value) in RequestTags())
            {
                activity.SetTag(key, value);
            }

            describe(activity);
        }

        return activity;
    }

    private void RecordDuration(long started, string? modelId, string? errorType)
    {
        if (!ClientTelemetry.OperationDuration.Enabled)
        {
            return;
        }

        var tags = Tags(modelId);
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
            var tags = Tags(modelId);
            tags.Add(TelemetryNames.TokenType, TelemetryNames.TokenTypeInput);
            ClientTelemetry.TokenUsage.Record((int)long.Min(tokens, int.MaxValue), tags);
        }
    }

    private TagList Tags(string? responseModel)
    {
        var tags = RequestTags();
        if (responseModel is not null)
        {
            tags.Add(TelemetryNames.ResponseModel, responseModel);
        }

        return tags;
    }

    private TagList RequestTags()
    {
        var tags = new TagList
        {
            { TelemetryNames.OperationName, name },
            { TelemetryNames.RequestModel, model },
            { TelemetryNames.ProviderName, provider },
        };
        if (server is not null)
        {
            tags.Add(TelemetryNames.ServerAddress, server.Host);
            tags.Add(TelemetryNames.ServerPort, server.Port);
        }

        return tags;
    }
}
