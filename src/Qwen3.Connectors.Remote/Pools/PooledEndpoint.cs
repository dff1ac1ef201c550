using Qwen3.Connectors.Remote.Profiles;
using Qwen3.Connectors.Remote.Transport;

namespace Qwen3.Connectors.Remote.Pools;

/// <summary>A server of a pool. The lock of its set guards its state.</summary>
internal sealed class PooledEndpoint<TProfile>(Uri address, ServerClient client)
    where TProfile : class
{
    public Uri Address => address;

    public ServerClient Client => client;

    public ServerRequests Requests { get; } = new(client);

    public TProfile? Profile { get; set; }

    public EndpointState State { get; set; }

    /// <summary>Why it is not used; null while it is.</summary>
    public Exception? Fault { get; set; }

    public int RunningRequests { get; set; }

    public long TokensInFlight { get; set; }

    public bool IsRemoved { get; set; }
}
