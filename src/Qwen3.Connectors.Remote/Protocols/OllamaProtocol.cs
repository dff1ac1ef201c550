using System.Text.Json;

namespace Qwen3.Connectors.Remote.Protocols;

/// <summary>
/// Ollama's own route: with <c>truncate: false</c> it refuses long texts, which its OpenAI route truncates silently. It has no reranking.
/// </summary>
internal sealed class OllamaProtocol : ServerProtocol
{
    public override RemoteProtocol Id => RemoteProtocol.Ollama;

    public override string Name => "ollama";

    public override string? EmbeddingPath => "api/embed";

    public override string? RerankPath => null;

    public override bool OffersBase64 => false;

    public override bool RefusesLongTexts => true;

    public override string EndTokenFix => "Pull the model again: the current files of the library (qwen3-embedding) add the end token.";

    public override string PoolingFix =>
        "Use a model file that states its pooling (qwen3.pooling_type), such as qwen3-embedding of Ollama's library.";

    public override string LengthFix => "Raise OLLAMA_CONTEXT_LENGTH, or num_ctx in the model's Modelfile.";

    public override void WriteEmbeddings(Utf8JsonWriter json, EmbeddingRequest request)
    {
        json.WriteStartObject();
        WriteModel(json, request.Model);
        WriteTexts(json, "input", request.Texts);
        json.WriteBoolean("truncate", false);
        if (request.Dimensions is { } dimensions)
        {
            json.WriteNumber("dimensions", dimensions);
        }

        json.WriteEndObject();
    }

    public override EmbeddingAnswer ReadEmbeddings(JsonElement root, int count) => new(
        JsonAnswer.Arrange(JsonAnswer.RequireArray(root, "embeddings"), count, "embeddings", isOrdered: true, JsonAnswer.ReadRow),
        JsonAnswer.FindCount(root, "prompt_eval_count"));
}
