using System.Numerics.Tensors;
using Qwen3.Connectors.Models.Fingerprints.Comparison;
using Qwen3.Connectors.Remote.Protocols;

namespace Qwen3.Connectors.Remote.Profiles;

/// <summary>Decides who applies what when a server embeds, by three short requests.</summary>
internal static class EmbeddingProbe
{
    public const string EndToken = "<|endoftext|>";

    // One letter is one token in every vocabulary.
    private const string OneToken = "a";

    /// <exception cref="EngineException">The server can't embed, or adds no end token and can't be given one.</exception>
    public static async Task<EmbeddingProfile> RunAsync(ServerRequests requests, RemoteOptions options, CancellationToken cancellationToken)
    {
        try
        {
            var facts = await new ServerDetection(requests, options).RunAsync(cancellationToken).ConfigureAwait(false);
            var append = await NeedsEndTokenAsync(requests, facts, cancellationToken).ConfigureAwait(false);
            var text = append ? ProbeVector.Text + EndToken : ProbeVector.Text;
            var answer = await EmbedAsync(requests, facts, text, cancellationToken).ConfigureAwait(false);
            return TensorPrimitives.IsFiniteAll<float>(answer.Rows[0])
                ? new EmbeddingProfile(facts) { AppendEndToken = append, Base64 = answer.IsBase64, Probe = answer.Rows[0] }
                : throw new InvalidOutputException(facts.Model ?? facts.Protocol.Name, null, "a value that is not finite", "finite values");
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

    /// <summary>The server's own count of a one-token text shows whether it adds the end token.</summary>
    private static async Task<bool> NeedsEndTokenAsync(ServerRequests requests, ServerFacts facts, CancellationToken cancellationToken)
    {
        var request = new EmbeddingRequest(facts.Model, [OneToken]);
        var alone = await requests.EmbedAsync(facts.Protocol, request, cancellationToken).ConfigureAwait(false);
        if (alone.TokenCount != 1)
        {
            return false;
        }

        var ended = await requests.EmbedAsync(
            facts.Protocol, request with { Texts = [OneToken + EndToken] }, cancellationToken).ConfigureAwait(false);
        return ended.TokenCount == 2 ? true : throw new EngineException(
            requests.Endpoint,
            null,
            $"embeds texts without the end token, so that its vectors rank badly. {facts.Protocol.EndTokenFix}");
    }

    private static async Task<EmbeddingAnswer> EmbedAsync(
        ServerRequests requests, ServerFacts facts, string text, CancellationToken cancellationToken)
    {
        var request = new EmbeddingRequest(facts.Model, [text]);
        if (facts.Protocol.OffersBase64)
        {
            try
            {
                return await requests.EmbedAsync(facts.Protocol, request with { Base64 = true }, cancellationToken).ConfigureAwait(false);
            }
            catch (RequestRejectedException exception) when (exception.IsSplittable)
            {
                // The server does not know base64.
            }
        }

        return await requests.EmbedAsync(facts.Protocol, request, cancellationToken).ConfigureAwait(false);
    }
}
