using System.Text.Json;

namespace Qwen3.Connectors.Remote.Protocols;

/// <summary>
/// The wire format of one kind of server, and what the server does by itself. This class is the common case: the embeddings of OpenAI, the
/// reranking of Jina. A derived class states the differences.
/// </summary>
internal abstract class ServerProtocol
{
    public abstract RemoteProtocol Id { get; }

    /// <summary>For telemetry and fingerprints.</summary>
    public abstract string Name { get; }

    /// <summary>Null where the server has none.</summary>
    public virtual string? EmbeddingPath => "v1/embeddings";

    /// <summary>Null where the server has none.</summary>
    public virtual string? RerankPath => "v1/rerank";

    public virtual string? ModelsPath => "v1/models";

    /// <summary>Whether rows may be asked for as base64.</summary>
    public virtual bool OffersBase64 => true;

    /// <summary>Whether texts beyond the context length are an error. Where they are truncated silently, the engine checks long
    /// texts.</summary>
    public virtual bool RefusesLongTexts => false;

    /// <summary>Texts of a request at most, where the kind of server has a limit and does not tell it.</summary>
    public virtual int? MaxTexts => null;

    /// <summary>Who applies the reranking template where the server does not show it by its token counts.</summary>
    public virtual RerankTemplateSide DefaultTemplateSide => RerankTemplateSide.Server;

    /// <summary>Whether the server can be sent a finished prompt in two halves. Others put their own text between query and
    /// document.</summary>
    public virtual bool JoinsPrompts => true;

    /// <summary>Whether a server that reranks has an embeddings route that gives no embeddings.</summary>
    public virtual bool IsEmbedderOrReranker => false;

    /// <summary>The field of the instruction of a reranking request; null where the server has none.</summary>
    public virtual string? InstructionField => null;

    /// <summary>Null where the server has none.</summary>
    public virtual TokenRoutes? Tokens => null;

    /// <summary>What to do where embeddings have no end token.</summary>
    public virtual string EndTokenFix => "Serve a model file whose tokenizer adds <|endoftext|> (current conversions do).";

    /// <summary>What to do where the reranking template is missing.</summary>
    public virtual string TemplateFix => "Configure the server with the reranking template of the Qwen3-Reranker model card.";

    /// <summary>What to do where a text is too long for the server.</summary>
    public virtual string LengthFix => "Raise the server's context length.";

    /// <summary>What to do where the server pools other tokens than the last one.</summary>
    public virtual string PoolingFix => "Configure last-token pooling.";

    public virtual void WriteEmbeddings(Utf8JsonWriter json, EmbeddingRequest request)
    {
        json.WriteStartObject();
        WriteModel(json, request.Model);
        WriteTexts(json, "input", request.Texts);
        json.WriteString("encoding_format", request.Base64 ? "base64" : "float");
        if (request.Dimensions is { } dimensions)
        {
            json.WriteNumber("dimensions", dimensions);
        }

        json.WriteEndObject();
    }

    /// <exception cref="AnswerFormatException">The answer has another shape.</exception>
    public virtual EmbeddingAnswer ReadEmbeddings(JsonElement root, int count)
    {
        var data = JsonAnswer.RequireArray(root, "data");
        var isBase64 = false;
        var rows = JsonAnswer.Arrange(data, count, "embeddings", isOrdered: count == 1, element =>
        {
            if (!JsonAnswer.TryGet(element, "embedding", out var row))
            {
                throw new AnswerFormatException("an element without 'embedding'", "an embedding");
            }

            isBase64 |= row.ValueKind == JsonValueKind.String;
            return JsonAnswer.ReadRow(row);
        });
        return new EmbeddingAnswer(rows, JsonAnswer.FindCount(root, "usage", "prompt_tokens")) { IsBase64 = isBase64 };
    }

    public virtual void WriteRerank(Utf8JsonWriter json, RerankRequest request)
    {
        json.WriteStartObject();
        WriteModel(json, request.Model);
        json.WriteString("query", request.Query);
        WriteTexts(json, "documents", request.Documents);
        json.WriteNumber("top_n", request.Documents.Count);
        json.WriteBoolean("return_documents", false);
        if (InstructionField is { } field && request.Instruction is { } instruction)
        {
            json.WriteString(field, instruction);
        }

        json.WriteEndObject();
    }

    /// <summary>Accepts a list, or an object with <c>results</c> or <c>data</c>, in any order.</summary>
    /// <exception cref="AnswerFormatException">The answer has another shape, or does not have each document once.</exception>
    public virtual RerankAnswer ReadRerank(JsonElement root, int count)
    {
        var list = root.ValueKind == JsonValueKind.Array ? root
            : JsonAnswer.TryGet(root, "results", out var results) && results.ValueKind == JsonValueKind.Array ? results
            : JsonAnswer.RequireArray(root, "data");
        var scores = JsonAnswer.Arrange(list, count, "scores", isOrdered: false, element =>
            JsonAnswer.TryGet(element, "relevance_score", out var score) || JsonAnswer.TryGet(element, "score", out score)
                ? JsonAnswer.ReadNumber(score)
                : throw new AnswerFormatException("an element without a score", "'relevance_score' or 'score'"));
        return new RerankAnswer(
            scores, JsonAnswer.FindCount(root, "usage", "prompt_tokens") ?? JsonAnswer.FindCount(root, "usage", "total_tokens"));
    }

    protected static void WriteModel(Utf8JsonWriter json, string? model)
    {
        if (model is not null)
        {
            json.WriteString("model", model);
        }
    }

    protected static void WriteTexts(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }
}
