using System.Text.Json;

namespace Qwen3.Connectors.Remote.Protocols;

/// <summary>The rerank route of Cohere, version 2. It has no embeddings here: stated, never probed for.</summary>
internal sealed class CohereProtocol : ServerProtocol
{
    public override RemoteProtocol Id => RemoteProtocol.Cohere;

    public override string Name => "cohere";

    public override string? EmbeddingPath => null;

    public override string? RerankPath => "v2/rerank";

    public override void WriteRerank(Utf8JsonWriter json, RerankRequest request)
    {
        json.WriteStartObject();
        WriteModel(json, request.Model);
        json.WriteString("query", request.Query);
        WriteTexts(json, "documents", request.Documents);
        json.WriteNumber("top_n", request.Documents.Count);
        json.WriteEndObject();
    }

    public override RerankAnswer ReadRerank(JsonElement root, int count) =>
        base.ReadRerank(root, count) with { TokenCount = JsonAnswer.FindCount(root, "meta", "billed_units", "input_tokens") };
}
