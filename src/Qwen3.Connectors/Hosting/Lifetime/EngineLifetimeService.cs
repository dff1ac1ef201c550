using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using Qwen3.Connectors.Hosting.Engines;
using Qwen3.Connectors.Hosting.Registration;
using Qwen3.Connectors.Telemetry;

namespace Qwen3.Connectors.Hosting.Lifetime;

/// <summary>Loads and tests the models when the host starts, and drains running calls when it stops.</summary>
/// <remarks>The host does not wait for the warm-up, so that a server can answer probes while models are loaded.</remarks>
internal sealed class EngineLifetimeService(
    IServiceProvider services, EnginePool pool, Readiness readiness, IEnumerable<ModelRegistration> registrations)
    : IHostedLifecycleService, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>Gets a task that completes, without a fault, when all self-tests have ended.</summary>
    public Task WarmUp { get; private set; } = Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (InstructionSetCheck.FindAdvice() is { } advice)
        {
            pool.Log.InstructionsNotUsed(advice);
        }

        WarmUp = Task.Run(() => WarmUpAsync(_stopping.Token), CancellationToken.None);
        return Task.CompletedTask;
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Reports not ready before any service stops, while the server still answers probes.</summary>
    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        readiness.Stop();
        return Task.CompletedTask;
    }

    /// <summary>Rejects new calls and waits for running ones until the shutdown timeout expires.</summary>
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
        // Models are loaded concurrently, each on its own thread until it waits: a download must not delay the others.
        var passed = await Task.WhenAll(registrations.Select(
            registration => Task.Run(() => PassesAsync(registration, cancellationToken), CancellationToken.None))).ConfigureAwait(false);
        if (passed.All(hasPassed => hasPassed))
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
#pragma warning disable CA1031 // Any failure is logged and reported by the readiness check; the application runs on.
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
