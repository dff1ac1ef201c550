using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Qwen3.Connectors.Hosting.Lifetime;

/// <summary>Reports the outcomes of the self-tests as a health check. It computes nothing, so it may be called often.</summary>
internal sealed class ReadinessCheck(Readiness readiness) : IHealthCheck
{
    /// <returns>The status, the exception of a failed self-test, and as data "passed", "failed" or "not finished" each.</returns>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        var outcomes = readiness.GetOutcomes();
        var data = outcomes.ToDictionary(outcome => outcome.Key, object (outcome) => outcome.Value.ToString());
        var fault = outcomes.Values.FirstOrDefault(outcome => outcome.Fault is not null)?.Fault;
        return Task.FromResult(FindReason(outcomes) is { } reason
            ? new HealthCheckResult(context.Registration.FailureStatus, reason, fault, data)
            : HealthCheckResult.Healthy("All self-tests passed.", data));
    }

    /// <summary>Returns why the models are not ready; null where they are.</summary>
    private string? FindReason(IReadOnlyDictionary<string, SelfTestOutcome> outcomes)
    {
        if (readiness.IsStopping)
        {
            return "The application is stopping.";
        }

        var waiting = outcomes.Where(outcome => !outcome.Value.HasPassed).Select(outcome => $"{outcome.Key}: {outcome.Value}").ToList();
        return waiting.Count == 0 ? null : $"Self-tests: {string.Join("; ", waiting)}.";
    }
}
