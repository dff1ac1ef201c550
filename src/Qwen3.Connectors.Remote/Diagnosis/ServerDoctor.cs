using Qwen3.Connectors.Models.Verification;
using Qwen3.Connectors.Models.Verification.Checks;
using Qwen3.Connectors.Remote.Profiles;
using Qwen3.Connectors.Remote.Transport;

namespace Qwen3.Connectors.Remote.Diagnosis;

/// <summary>
/// Examines a server with known texts: whether it embeds and scores as the models were trained, and what to change where it does not.
/// </summary>
/// <param name="options">The server; its first endpoint is examined.</param>
internal sealed class ServerDoctor(RemoteOptions options)
{
    /// <summary>A model in this process to compare the server's embeddings with; null for published numbers only.</summary>
    public IEmbeddingEngine? Reference { get; init; }

    /// <exception cref="ServerUnavailableException">The server can't be reached.</exception>
    /// <exception cref="EngineException">The server refuses the key.</exception>
    public async Task<ServerDiagnosis> RunAsync(CancellationToken cancellationToken)
    {
        RemoteOptionRules.Find(options).ThrowIfAny(nameof(RemoteOptions), nameof(options));
        using var client = new ServerClient(options.Endpoints[0], options, options.MaxRetries, TimeProvider.System);
        var requests = new ServerRequests(client);
        try
        {
            var facts = await new ServerDetection(requests, options).RunAsync(cancellationToken).ConfigureAwait(false);
            var checks = new CheckRunner(facts);
            checks.Add(Checks.Pass("server", "a server that embeds or reranks", string.Join(", ", Describe(facts))));
            var reranks = facts.Protocol.IsEmbedderOrReranker
                && await new RerankDoctor(requests, checks).RunAsync(cancellationToken).ConfigureAwait(false);
            var embeds = !reranks
                && await new EmbeddingDoctor(requests, checks, Reference).RunAsync(cancellationToken).ConfigureAwait(false);
            reranks = reranks || (!facts.Protocol.IsEmbedderOrReranker
                && await new RerankDoctor(requests, checks).RunAsync(cancellationToken).ConfigureAwait(false));
            if (!embeds && !reranks && checks.Checks.All(check => check.Outcome != ModelCheckOutcome.Failed))
            {
                checks.Add(Checks.Fail(
                    "routes",
                    "embeddings or reranking",
                    "neither",
                    "The server has no model for them, or was started without them.",
                    $"Check the address and --model. {facts.Protocol.PoolingFix} {facts.Protocol.TemplateFix}"));
            }

            return new ServerDiagnosis(requests.Endpoint, facts.Protocol.Name, facts.Model, checks.Checks);
        }
        catch (RequestRejectedException exception)
        {
            throw exception.ToEngineException();
        }
    }

    private static IEnumerable<string> Describe(ServerFacts facts)
    {
        yield return facts.Protocol.Name + (facts.Version is null ? "" : $" {facts.Version}");
        yield return facts.Model is null ? "model not named" : $"model {facts.Model}";
        if (facts.MaxTokens is { } tokens)
        {
            yield return $"{tokens} tokens at most";
        }

        if (facts.Pooling is { } pooling)
        {
            yield return $"pooling {pooling}";
        }
    }
}
