using Microsoft.Extensions.Diagnostics.HealthChecks;
using Qwen3.Connectors.Hosting.Lifetime;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the readiness of Qwen3 models to an application's health checks.</summary>
public static class Qwen3HealthChecksBuilderExtensions
{
    private static readonly string[] s_defaultTags = ["ready"];

    /// <summary>
    /// Adds a readiness check: healthy when the self-tests of all registered models have passed, until the host stops. The check reads
    /// stored outcomes and computes nothing, so it may be called often. Liveness must not depend on it.
    /// </summary>
    /// <param name="builder">The builder, from <c>services.AddHealthChecks()</c>.</param>
    /// <param name="name">The name of the check in reports.</param>
    /// <param name="failureStatus">The status while a model is not ready; null for <see cref="HealthStatus.Unhealthy"/>.</param>
    /// <param name="tags">Tags by which endpoints select checks; null for the tag <c>ready</c>.</param>
    /// <returns>The same builder.</returns>
    public static IHealthChecksBuilder AddQwen3(
        this IHealthChecksBuilder builder, string name = "qwen3", HealthStatus? failureStatus = null, IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(name);
        return builder.Add(new HealthCheckRegistration(
            name, services => new ReadinessCheck(services.GetRequiredService<Readiness>()), failureStatus, tags ?? s_defaultTags));
    }
}
