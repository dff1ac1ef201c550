using Microsoft.Extensions.Diagnostics.HealthChecks;
using Qwen3.Connectors.Hosting.Lifetime;

namespace Qwen3.Connectors;

/// <summary>
/// Readiness: healthy once the self-tests of all registered models have passed, until the host stops. It reads what is known and computes nothing, so it may be asked
/// often. Added with <c>AddHealthChecks().AddCheck&lt;Qwen3ReadinessCheck&gt;("qwen3", tags: ["ready"])</c>; liveness must not depend on it.
/// Safe for concurrent use.
/// </summary>
public sealed class Qwen3ReadinessCheck : IHealthCheck
{
    private readonly Readiness _readiness;

    internal Qwen3ReadinessCheck(Readiness readiness) => _readiness = readiness;

    /// <summary>Tells whether all models are ready.</summary>
    /// <param name="context">The registration, whose failure status is what the check gives where a model is not ready.</param>
    /// <param name="cancellationToken">Not used: the check does not wait.</param>
    /// <returns>The state, with each model's under its name as data: "passed", "failed" or "not finished"; and the exception of a failed self-test.</returns>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        var outcomes = _readiness.Outcomes();
        var data = outcomes.ToDictionary(outcome => outcome.Key, object (outcome) => outcome.Value.ToString());
        var result = Describe(outcomes) is { } reason
            ? new HealthCheckResult(context.Registration.FailureStatus, reason, outcomes.Values.FirstOrDefault(outcome => outcome.Fault is not null)?.Fault, data)
            : HealthCheckResult.Healthy("All self-tests passed.", data);
        return Task.FromResult(result);
    }

    /// <summary>Why the models are not ready; null where they are.</summary>
    private string? Describe(IReadOnlyDictionary<string, SelfTestOutcome> outcomes)
    {
        if (_readiness.IsStopping)
        {
            return "The application is stopping.";
        }

        var waiting = outcomes.Where(outcome => !outcome.Value.HasPassed).Select(outcome => $"{outcome.Key}: {outcome.Value}").ToList();
        return waiting.Count == 0 ? null : $"Self-tests: {string.Join("; ", waiting)}.";
    }
}
