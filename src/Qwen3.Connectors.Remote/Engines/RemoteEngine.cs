using Microsoft.Extensions.ServiceDiscovery;
using Qwen3.Connectors.Engines;
using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Remote.Pools;
using Qwen3.Connectors.Remote.Profiles;
using Qwen3.Connectors.Remote.Protocols;
using Qwen3.Connectors.Remote.Transport;

namespace Qwen3.Connectors.Remote.Engines;

/// <summary>What the engines of both kinds have in common: a pool of servers, a description, a time limit, a token counter.</summary>
internal abstract class RemoteEngine<TProfile> : ILazyEngine, IDisposable, IAsyncDisposable
    where TProfile : class
{
    private int _learnedMaxTexts = int.MaxValue;

    protected RemoteEngine(
        RemoteOptions options,
        ServiceEndpointResolver? resolver,
        TimeProvider? time,
        Func<ServerRequests, RemoteOptions, CancellationToken, Task<TProfile>> probe,
        Func<TProfile, TProfile, string?> findDifference)
    {
        Options = options.Clone();
        RemoteOptionRules.Find(Options).ThrowIfAny(nameof(RemoteOptions), nameof(options));
        Time = time ?? TimeProvider.System;
        Pool = new EndpointPool<TProfile>(Options, new EndpointSource(Options, resolver), probe, findDifference, Time);
    }

    public bool IsOpen => Pool.Profile is not null;

    public EngineDescription Description
    {
        get
        {
            var facts = Pool.Profile is { } profile ? FactsOf(profile) : null;
            return new EngineDescription($"qwen3.{facts?.Protocol.Name ?? "remote"}", facts?.Model ?? Options.Model ?? "unknown")
            {
                Endpoint = Options.Endpoints.Count == 0 ? null : ServerAddress.ToDisplay(Options.Endpoints[0]),
                Dimensions = Pool.Profile is { } known ? DimensionsOf(known) : null,
                ContextLength = facts?.MaxTokens ?? Options.MaxTokens,
            };
        }
    }

    protected RemoteOptions Options { get; }

    protected TimeProvider Time { get; }

    protected EndpointPool<TProfile> Pool { get; }

    /// <summary>For messages about a call as a whole.</summary>
    protected Uri AnyEndpoint => Description.Endpoint
        ?? new Uri(Options.ServiceName!.Contains("://", StringComparison.Ordinal) ? Options.ServiceName : $"http://{Options.ServiceName}");

    public async ValueTask<EngineDescription> GetDescriptionAsync(CancellationToken cancellationToken)
    {
        await Pool.GetProfileAsync(cancellationToken).ConfigureAwait(false);
        return Description;
    }

    public virtual object? GetService(Type serviceType)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceType.IsInstanceOfType(this) ? this
            : serviceType == typeof(Qwen3Tokenizer) ? Options.Tokenizer
            : serviceType.IsInstanceOfType(Pool.Profile) ? Pool.Profile
            : null;
    }

    public async ValueTask<object?> GetServiceAsync(Type serviceType, CancellationToken cancellationToken)
    {
        if (serviceType == typeof(ModelFingerprint))
        {
            await Pool.GetProfileAsync(cancellationToken).ConfigureAwait(false);
        }

        return GetService(serviceType);
    }

    /// <summary>Cancels what runs in the background, which ends by itself; running calls fail.</summary>
    public void Dispose() => _ = DisposeAsync().AsTask();

    public ValueTask DisposeAsync() => Pool.DisposeAsync();

    protected abstract ServerFacts FactsOf(TProfile profile);

    protected virtual int? DimensionsOf(TProfile profile) => null;

    protected async Task<T> RunAsync<T>(Func<TProfile, CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        using var deadline = new CallDeadline(Options.Timeout, Time, cancellationToken);
        return await deadline.RunAsync(
            async token => await call(await Pool.GetProfileAsync(token).ConfigureAwait(false), token).ConfigureAwait(false),
            AnyEndpoint).ConfigureAwait(false);
    }

    protected int MaxTextsOf(ServerFacts facts) => Math.Min(
        Math.Min(Options.MaxTextsPerRequest, Volatile.Read(ref _learnedMaxTexts)),
        facts.MaxTexts ?? facts.Protocol.MaxTexts ?? int.MaxValue);

    /// <summary>Later calls start with what the server took.</summary>
    protected void LearnTooLarge(int texts) => Volatile.Write(ref _learnedMaxTexts, Math.Max(1, texts / 2));

    protected TokenCounter CreateCounter(ServerFacts facts) => facts.Protocol.Tokens is not { } routes
        ? new TokenCounter(Options.Tokenizer, null, null)
        : new TokenCounter(
            Options.Tokenizer,
            (text, token) => CallAsync(endpoint => endpoint.Requests.TokenizeAsync(routes, facts.Model, text, token), token),
            (ids, token) => CallAsync(endpoint => endpoint.Requests.DetokenizeAsync(routes, facts.Model, ids, token), token));

    /// <summary>Sends a request that has no texts of its own to be lost.</summary>
    private async Task<T> CallAsync<T>(Func<PooledEndpoint<TProfile>, Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await Pool.RunAsync(1, (endpoint, _) => call(endpoint), cancellationToken).ConfigureAwait(false);
        }
        catch (RequestRejectedException exception)
        {
            throw exception.ToEngineException();
        }
        catch (AnswerFormatException exception)
        {
            throw new EngineException(AnyEndpoint, null, $"{exception.Message}.");
        }
    }
}
