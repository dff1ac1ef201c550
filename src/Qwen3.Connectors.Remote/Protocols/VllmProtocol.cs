namespace Qwen3.Connectors.Remote.Protocols;

/// <summary>
/// vLLM. It adds the end token, refuses long texts and, for rerankers, joins query and document unless it was started with a chat template.
/// <c>dimensions</c> is refused unless the model is flagged as Matryoshka. Only <c>/v1</c> and <c>/v2</c> are protected by its key.
/// </summary>
internal sealed class VllmProtocol : ServerProtocol
{
    public override RemoteProtocol Id => RemoteProtocol.Vllm;

    public override string Name => "vllm";

    public override bool RefusesLongTexts => true;

    public override RerankTemplateSide DefaultTemplateSide => RerankTemplateSide.Client;

    public override string? InstructionField => "instruction";

    public override string TemplateFix => "Start vLLM with --chat-template examples/pooling/score/template/qwen3_reranker.jinja.";

    public override string LengthFix => "Start vLLM with a larger --max-model-len.";

    public override string PoolingFix => "Start vLLM with --runner pooling and without an override of the pooler.";

    public override TokenRoutes? Tokens { get; } = new()
    {
        EncodePath = "tokenize",
        WriteEncode = (json, model, text) =>
        {
            json.WriteStartObject();
            WriteModel(json, model);
            json.WriteString("prompt", text);
            json.WriteBoolean("add_special_tokens", false);
            json.WriteEndObject();
        },
        ReadIds = root => TokenRoutes.ReadIdList(JsonAnswer.RequireArray(root, "tokens")),
        DecodePath = "detokenize",
        WriteDecode = (json, model, ids) =>
        {
            json.WriteStartObject();
            WriteModel(json, model);
            TokenRoutes.WriteIds(json, "tokens", ids);
            json.WriteEndObject();
        },
        ReadText = root => JsonAnswer.FindText(root, "prompt"),
    };
}
