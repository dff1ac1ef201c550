using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using Qwen3.Connectors.Hosting.Engines;
using Qwen3.Connectors.Hosting.Registration;
using Qwen3.Connectors.Telemetry;

namespace Qwen3.Connectors.Hosting.Lifetime;

/// <summary>Warms the models up when the host starts, and drains them when it stops.</summary>
/// <remarks>The host does not wait for the warm-up: a server that listens can answer the probes that tell loading from dead.</remarks>
internal sealed class EngineLifetimeService(IServiceProvider services, EnginePool pool, Readiness readiness, IEnumerable<ModelRegistration> registrations)
    : IHostedLifecycleService, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>Ends, without a fault, when all self-tests have ended.</summary>
    public Task WarmUp { get; private set; } = Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        WarmUp = Task.Run(() => WarmUpAsync(_stopping.Token), CancellationToken.None);
        return Task.CompletedTask;
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Tells the probes before any service stops, while there still is a server to ask.</summary>
    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        readiness.Stop();
        return Task.CompletedTask;
    }

    /// <summary>Rejects new calls, and waits for the running ones for as long as the host allows.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        var started = Stopwatch.GetTimestamp();
        pool.Log.Draining(pool.Gate.RunningCalls);
        if (await pool.Gate.CloseAsync(cancellationToken).ConfigureAwait(false) is > 0 and var left)
        {
            pool.Log.DrainTimedOut(left);
        }
        else
        {
            pool.Log.Drained(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }
    }

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _stopping.Dispose();

    private async Task WarmUpAsync(CancellationToken cancellationToken)
    {
        var allPassed = true;
        foreach (var registration in registrations)
        {
            allPassed &= await PassesAsync(registration, cancellationToken).ConfigureAwait(false);
        }

        if (allPassed)
        {
            pool.Log.Ready();
        }
    }

    private async Task<bool> PassesAsync(ModelRegistration registration, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            await registration.SelfTestAsync(services, cancellationToken).ConfigureAwait(false);
            pool.Log.SelfTestPassed(registration.Name, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            readiness.Report(registration, SelfTestOutcome.Passed);
            return true;
        }
#pragma warning disable CA1031 // Whatever it was: the application lives, says why it is not ready, and other models are tested all the same.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            if (!readiness.IsStopping)
            {
                pool.Log.SelfTestFailed(exception, registration.Name);
                readiness.Report(registration, SelfTestOutcome.Failed(exception));
            }

            return false;
        }
    }
}
