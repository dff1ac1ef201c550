using System.Diagnostics;
using Qwen3.Connectors.Remote;

namespace Qwen3.Connectors.Tests.Remote;

/// <summary>Equal servers, of which each takes a fixed time for a request, and how busy they were while they were up.</summary>
internal sealed class ServerFarm : IAsyncDisposable
{
    public const int ConcurrentRequests = 4;

    private readonly List<FakeServer> _servers = [];
    private readonly List<ServerLoad> _loads = [];

    public FakeServer this[int index] => _servers[index];

    public FakeServer[] Servers => [.. _servers];

    /// <summary>The part of the time that the servers could work in which they did, 0 to 1: throughput against the sum of the
    /// servers.</summary>
    public double Utilisation => _loads.Sum(load => load.BusySeconds) / _loads.Sum(load => load.AvailableSeconds * ConcurrentRequests);

    public static async Task<ServerFarm> StartAsync(params TimeSpan[] delays)
    {
        var farm = new ServerFarm();
        foreach (var delay in delays)
        {
            var load = new ServerLoad();
            farm._loads.Add(load);
            farm._servers.Add(await RemoteEngines.StartAsync(configure: server =>
            {
                server.Delay = texts => texts == 1 ? TimeSpan.Zero : delay;
                server.OnRequest = load.Track;
            }));
        }

        return farm;
    }

    public Qwen3EmbeddingGenerator Connect(Action<RemoteOptions>? configure = null, TimeProvider? time = null) => RemoteEngines.Connect(
        time,
        options =>
        {
            options.MaxConcurrentRequests = ConcurrentRequests;
            configure?.Invoke(options);
        },
        Servers);

    public void StartMeasuring() => _loads.ForEach(load => load.Start());

    public void StopMeasuring() => _loads.ForEach(load => load.Stop());

    public async Task KillAsync(int index)
    {
        await _servers[index].KillAsync();
        _loads[index].Stop();
    }

    public async Task RestartAsync(int index)
    {
        await _servers[index].StartAsync();
        _loads[index].Start();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }
    }

    /// <summary>The time in which a server is up, and the time that requests spend in it.</summary>
    private sealed class ServerLoad
    {
        private readonly Lock _lock = new();
        private long _started;
        private long _changed;
        private int _running;
        private bool _isMeasuring;

        public double BusySeconds { get; private set; }

        public double AvailableSeconds { get; private set; }

        public void Start()
        {
            lock (_lock)
            {
                _isMeasuring = true;
                _started = _changed = Stopwatch.GetTimestamp();
            }
        }

        public void Stop()
        {
            lock (_lock)
            {
                if (_isMeasuring)
                {
                    Add(0);
                    AvailableSeconds += Stopwatch.GetElapsedTime(_started).TotalSeconds;
                    _isMeasuring = false;
                }
            }
        }

        public void Track(int change)
        {
            lock (_lock)
            {
                Add(change);
            }
        }

        private void Add(int change)
        {
            BusySeconds += _isMeasuring ? _running * Stopwatch.GetElapsedTime(_changed).TotalSeconds : 0;
            _changed = Stopwatch.GetTimestamp();
            _running += change;
        }
    }
}
