using Qwen3.Connectors.Remote.Protocols;

namespace Qwen3.Connectors.Remote.Profiles;

/// <summary>Decides who applies the reranking template, by the server's token counts of short requests.</summary>
internal static class RerankProbe
{
    /// <summary>The template has more than 60 tokens in every vocabulary, query and document of the probe have 2 and a few
    /// separators.</summary>
    public const int MinTemplateTokens = 30;

    public const string Query = "What is the capital of China?";
    public const string Document = "The capital of China is Beijing.";

    private const string LongInstruction =
        "Given a question of a user about one of the many countries of this world, retrieve those passages that name the country, its "
        + "capital and the number of its inhabitants, and that therefore answer the question of the user in full";

    /// <exception cref="EngineException">The server can't rerank, or has no template and can't be given one.</exception>
    public static async Task<RerankProfile> RunAsync(ServerRequests requests, RemoteOptions options, CancellationToken cancellationToken)
    {
        try
        {
            var facts = await new ServerDetection(requests, options).RunAsync(cancellationToken).ConfigureAwait(false);
            var request = new RerankRequest(facts.Model, "a", ["b"]);
            var plain = await requests.RerankAsync(facts.Protocol, request, cancellationToken).ConfigureAwait(false);
            var side = SideOf(plain.TokenCount, facts.Protocol);
            if (side == RerankTemplateSide.Client && !facts.Protocol.JoinsPrompts)
            {
                throw new EngineException(
                    requests.Endpoint, null, $"scores without the reranking template, so that it ranks badly. "
                        + $"{facts.Protocol.TemplateFix}");
            }

            var probe = await requests.RerankAsync(
                facts.Protocol, request with { Query = Query, Documents = [Document] }, cancellationToken).ConfigureAwait(false);
            return new RerankProfile(facts)
            {
                Template = side,
                TakesInstruction = side == RerankTemplateSide.Server
                    && await TakesInstructionAsync(requests, facts, request, plain.TokenCount, cancellationToken).ConfigureAwait(false),
                Probe = probe.Scores[0],
            };
        }
        catch (RequestRejectedException exception)
        {
            throw exception.ToEngineException();
        }
        catch (AnswerFormatException exception)
        {
            throw new EngineException(requests.Endpoint, null, $"{exception.Message}. Check the protocol: RemoteOptions.Protocol "
                + $"states it.");
        }
    }

    public static RerankTemplateSide SideOf(int? tokenCount, ServerProtocol protocol) => tokenCount is not { } count
        ? protocol.DefaultTemplateSide
        : count >= MinTemplateTokens ? RerankTemplateSide.Server : RerankTemplateSide.Client;

    /// <summary>Unknown fields are ignored by most servers, therefore the field alone proves nothing: a long instruction must cost
    /// tokens.</summary>
    public static async Task<bool> TakesInstructionAsync(
        ServerRequests requests, ServerFacts facts, RerankRequest request, int? plainTokens, CancellationToken cancellationToken)
    {
        if (facts.Protocol.InstructionField is null)
        {
            return false;
        }

        try
        {
            var answer = await requests.RerankAsync(
                facts.Protocol, request with { Instruction = LongInstruction }, cancellationToken).ConfigureAwait(false);
            return plainTokens is null || answer.TokenCount > plainTokens;
        }
        catch (RequestRejectedException exception) when (exception.IsSplittable)
        {
            return false;
        }
    }
}
