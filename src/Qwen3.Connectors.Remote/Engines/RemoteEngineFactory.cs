using Microsoft.Extensions.ServiceDiscovery;
using Qwen3.Connectors.Engines;
using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Models.Catalog;

namespace Qwen3.Connectors.Remote.Engines;

/// <summary>Creates engines on servers, with their fallback.</summary>
/// <param name="resolver">Service discovery; null where there is none.</param>
/// <param name="configure">Changes the options of every engine; null for none.</param>
/// <param name="time">The clock; null for that of the system.</param>
internal sealed class RemoteEngineFactory(
    ServiceEndpointResolver? resolver = null, Action<RemoteOptions>? configure = null, TimeProvider? time = null) : IServerEngineFactory
{
    public IEmbeddingEngine CreateEmbeddingEngine(string address) => CreateEmbeddingEngine(Parse(address), new InferenceOptions());

    public IRerankEngine CreateRerankEngine(string address) => CreateRerankEngine(Parse(address), new InferenceOptions());

    public IEmbeddingEngine CreateEmbeddingEngine(RemoteOptions options, InferenceOptions inference)
    {
        IEmbeddingEngine remote = new RemoteEmbeddingEngine(options, resolver, time);
        if (options.FallbackModel is not { } model)
        {
            return remote;
        }

        var local = new LocalEmbeddingEngine(SourceOf(model), inference);
        return options.LocalFirst ? new FallbackEmbeddingEngine(local, remote) : new FallbackEmbeddingEngine(remote, local);
    }

    public IRerankEngine CreateRerankEngine(RemoteOptions options, InferenceOptions inference)
    {
        IRerankEngine remote = new RemoteRerankEngine(options, resolver, time);
        if (options.FallbackModel is not { } model)
        {
            return remote;
        }

        var local = new LocalRerankEngine(SourceOf(model), inference);
        return options.LocalFirst ? new FallbackRerankEngine(local, remote) : new FallbackRerankEngine(remote, local);
    }

    private RemoteOptions Parse(string address)
    {
        var options = RemoteOptions.Parse(address);
        configure?.Invoke(options);
        return options;
    }

    private static ModelSource SourceOf(string model) => new(ModelReference.Parse(model, nameof(RemoteOptions.FallbackModel)), store: null);
}
