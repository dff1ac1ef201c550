using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Qwen3.Connectors.Remote.Protocols;
using Qwen3.Connectors.Remote.Transport;

namespace Qwen3.Connectors.Remote.Profiles;

/// <summary>Sends requests of a protocol to a server and reads the answers.</summary>
internal sealed class ServerRequests(ServerClient client)
{
    // Texts are not HTML: without escapes of every character beyond ASCII, requests in Chinese are a third of the size.
    private static readonly JsonWriterOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public Uri Endpoint => client.Address.Display;

    public ServerClient Client => client;

    /// <exception cref="RequestRejectedException">The server refused the request.</exception>
    /// <exception cref="AnswerFormatException">The answer has another shape.</exception>
    /// <exception cref="EngineException">The answer is not JSON.</exception>
    public async Task<EmbeddingAnswer> EmbedAsync(ServerProtocol protocol, EmbeddingRequest request, CancellationToken cancellationToken)
    {
        using var answer = await PostAsync(
            protocol.EmbeddingPath ?? throw Missing(protocol, "embeddings"),
            json => protocol.WriteEmbeddings(json, request),
            cancellationToken).ConfigureAwait(false);
        return protocol.ReadEmbeddings(answer.RootElement, request.Texts.Count);
    }

    /// <inheritdoc cref="EmbedAsync"/>
    public async Task<RerankAnswer> RerankAsync(ServerProtocol protocol, RerankRequest request, CancellationToken cancellationToken)
    {
        using var answer = await PostAsync(
            protocol.RerankPath ?? throw Missing(protocol, "reranking"),
            json => protocol.WriteRerank(json, request),
            cancellationToken).ConfigureAwait(false);
        return protocol.ReadRerank(answer.RootElement, request.Documents.Count);
    }

    /// <summary>Returns the ids of a text's tokens, without those that the server adds.</summary>
    public async Task<int[]> TokenizeAsync(TokenRoutes routes, string? model, string text, CancellationToken cancellationToken)
    {
        using var answer = await PostAsync(
            routes.EncodePath, json => routes.WriteEncode(json, model, text), cancellationToken).ConfigureAwait(false);
        return Read(routes.ReadIds, answer.RootElement);
    }

    public async Task<string> DetokenizeAsync(
        TokenRoutes routes, string? model, ReadOnlyMemory<int> ids, CancellationToken cancellationToken)
    {
        using var answer = await PostAsync(
            routes.DecodePath, json => routes.WriteDecode(json, model, ids), cancellationToken).ConfigureAwait(false);
        return Read(routes.ReadText, answer.RootElement) ?? throw new AnswerFormatException("no text", "the text of token ids");
    }

    private static T Read<T>(Func<JsonElement, T> read, JsonElement root)
    {
        try
        {
            return read(root);
        }
        catch (Exception exception) when (
            exception is InvalidOperationException or IndexOutOfRangeException or KeyNotFoundException or FormatException)
        {
            throw new AnswerFormatException($"a {root.ValueKind} of another shape", "token ids, or their text");
        }
    }

    /// <summary>Returns the document at a path, or null where the server has none there or it is not JSON.</summary>
    public async Task<JsonDocument?> FindAsync(string path, CancellationToken cancellationToken)
    {
        var response = await client.GetAsync(path, cancellationToken).ConfigureAwait(false);
        if (ServerError.Classify(response.Status, response.Body) == ServerErrorKind.Unauthorized)
        {
            throw new RequestRejectedException(Endpoint, response.Status, ServerErrorKind.Unauthorized);
        }

        if (!response.IsSuccess)
        {
            return null;
        }

        try
        {
            return JsonDocument.Parse(response.Body);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private async Task<JsonDocument> PostAsync(string path, Action<Utf8JsonWriter> write, CancellationToken cancellationToken)
    {
        var body = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(body, s_json))
        {
            write(json);
        }

        var response = await client.PostAsync(path, body.WrittenMemory, cancellationToken).ConfigureAwait(false);
        if (!response.IsSuccess)
        {
            throw new RequestRejectedException(Endpoint, response.Status, ServerError.Classify(response.Status, response.Body));
        }

        try
        {
            return JsonDocument.Parse(response.Body);
        }
        catch (JsonException)
        {
            var type = response.MediaType is "text/html" or "text/plain" ? response.MediaType : "something that is not JSON";
            throw new EngineException(
                Endpoint, response.Status, $"answered {type}; expected JSON. Check that the address is that of the server and not of a "
                    + $"web page.");
        }
    }

    private EngineException Missing(ServerProtocol protocol, string feature) =>
        new(Endpoint, null, $"is a server of the kind {protocol.Name}, which has no {feature}. Use another server for it.");
}
