using System.Text.Json;

namespace Qwen3.Connectors.Remote.Protocols;

/// <summary>Xinference. It applies the reranking template of Qwen3-Reranker; the instruction is in a JSON text in the field
/// <c>kwargs</c>.</summary>
internal sealed class XinferenceProtocol : ServerProtocol
{
    public override RemoteProtocol Id => RemoteProtocol.Xinference;

    public override string Name => "xinference";

    public override bool OffersBase64 => false;

    public override string? InstructionField => "kwargs";

    public override void WriteRerank(Utf8JsonWriter json, RerankRequest request)
    {
        json.WriteStartObject();
        WriteModel(json, request.Model);
        json.WriteString("query", request.Query);
        WriteTexts(json, "documents", request.Documents);
        json.WriteNumber("top_n", request.Documents.Count);
        json.WriteBoolean("return_documents", false);
        json.WriteBoolean("return_len", true);
        if (request.Instruction is { } instruction)
        {
            json.WriteString("kwargs", $"{{\"instruction\":\"{JsonEncodedText.Encode(instruction)}\"}}");
        }

        json.WriteEndObject();
    }

    public override RerankAnswer ReadRerank(JsonElement root, int count) =>
        base.ReadRerank(root, count) with { TokenCount = JsonAnswer.FindCount(root, "meta", "tokens", "input_tokens") };
}
