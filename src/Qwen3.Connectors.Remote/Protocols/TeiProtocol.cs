using System.Text.Json;

namespace Qwen3.Connectors.Remote.Protocols;

/// <summary>
/// Text Embeddings Inference. It adds the end token; with <c>truncate: false</c> it refuses long texts. Of rerankers it serves no Qwen3
/// model so far; the format is used by other servers too.
/// </summary>
internal sealed class TeiProtocol : ServerProtocol
{
    public override RemoteProtocol Id => RemoteProtocol.TextEmbeddingsInference;

    public override string Name => "tei";

    public override string? EmbeddingPath => "embed";

    public override string? RerankPath => "rerank";

    public override string? ModelsPath => null;

    public override bool OffersBase64 => false;

    public override bool RefusesLongTexts => true;

    public override int? MaxTexts => 32;

    public override string LengthFix => "Raise --max-batch-tokens, or serve a model with a longer context.";

    public override string PoolingFix => "Start text-embeddings-inference with --pooling last-token.";

    public override TokenRoutes? Tokens { get; } = new()
    {
        EncodePath = "tokenize",
        WriteEncode = (json, _, text) =>
        {
            json.WriteStartObject();
            json.WriteString("inputs", text);
            json.WriteBoolean("add_special_tokens", false);
            json.WriteEndObject();
        },
        ReadIds = root => [.. root[0].EnumerateArray().Select(token => token.GetProperty("id").GetInt32())],
        DecodePath = "decode",
        WriteDecode = (json, _, ids) =>
        {
            json.WriteStartObject();
            TokenRoutes.WriteIds(json, "ids", ids);
            json.WriteBoolean("skip_special_tokens", false);
            json.WriteEndObject();
        },
        ReadText = root => root[0].GetString(),
    };

    public override void WriteEmbeddings(Utf8JsonWriter json, EmbeddingRequest request)
    {
        json.WriteStartObject();
        WriteTexts(json, "inputs", request.Texts);
        json.WriteBoolean("truncate", false);
        if (request.Dimensions is { } dimensions)
        {
            json.WriteNumber("dimensions", dimensions);
        }

        json.WriteEndObject();
    }

    public override EmbeddingAnswer ReadEmbeddings(JsonElement root, int count) => root.ValueKind == JsonValueKind.Array
        ? new EmbeddingAnswer(JsonAnswer.Arrange(root, count, "embeddings", isOrdered: true, JsonAnswer.ReadRow), null)
        : throw new AnswerFormatException($"a {root.ValueKind}", "a list of embeddings");

    public override void WriteRerank(Utf8JsonWriter json, RerankRequest request)
    {
        json.WriteStartObject();
        json.WriteString("query", request.Query);
        WriteTexts(json, "texts", request.Documents);
        json.WriteBoolean("truncate", false);
        json.WriteBoolean("raw_scores", false);
        json.WriteEndObject();
    }
}
