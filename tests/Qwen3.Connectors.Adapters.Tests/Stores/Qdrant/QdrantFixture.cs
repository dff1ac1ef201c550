using Qdrant.Client;

namespace Qwen3.Connectors.Adapters.Tests.Stores.Qdrant;

/// <summary>The server that QDRANT_ENDPOINT names, or a stand-in within the process.</summary>
public sealed class QdrantFixture : IAsyncLifetime
{
    private QdrantStandIn? _standIn;

    internal Uri Address { get; private set; } = null!;

    /// <summary>Null with a real server.</summary>
    internal IReadOnlyCollection<string>? Calls => _standIn?.Calls;

    public async ValueTask InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable("QDRANT_ENDPOINT") is { Length: > 0 } endpoint)
        {
            Address = new Uri(endpoint);
            return;
        }

        _standIn = await QdrantStandIn.StartAsync();
        Address = _standIn.Address;
    }

    public ValueTask DisposeAsync() => _standIn?.DisposeAsync() ?? ValueTask.CompletedTask;

    internal QdrantClient Connect() => new(Address);
}
