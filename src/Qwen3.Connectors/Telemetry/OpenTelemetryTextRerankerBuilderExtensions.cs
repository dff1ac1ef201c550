using Qwen3.Connectors.Telemetry;

namespace Qwen3.Connectors;

/// <summary>Telemetry for any <see cref="ITextReranker"/>.</summary>
public static class OpenTelemetryTextRerankerBuilderExtensions
{
    /// <summary>
    /// Adds a decorator that reports each call: a span <c>rerank {model}</c> of the activity source <c>Qwen3.Connectors</c>, and the histograms
    /// <c>gen_ai.client.operation.duration</c> and <c>gen_ai.client.token.usage</c> of the meter of that name. Nothing of query, documents or instruction is reported.
    /// </summary>
    /// <remarks>
    /// Experimental: OpenTelemetry has no names for reranking yet; these follow its open proposal (semantic-conventions-genai #253) and may change with it.
    /// Inside of another such decorator it does nothing.
    /// </remarks>
    /// <param name="builder">The builder.</param>
    /// <returns>The same builder.</returns>
    public static TextRerankerBuilder UseOpenTelemetry(this TextRerankerBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Use(inner => new TracedReranker(inner));
    }
}
