namespace Qwen3.Connectors.Remote.Protocols;

/// <summary>
/// llama-server. Its end token is that of the file's tokenizer, its reranking template that of the file with a fixed instruction; it reads
/// special tokens in texts. <c>dimensions</c> is ignored. A prompt to rerank must fit its physical batch (<c>-ub</c>).
/// </summary>
internal sealed class LlamaServerProtocol : ServerProtocol
{
    public override RemoteProtocol Id => RemoteProtocol.LlamaServer;

    public override string Name => "llama-server";

    public override bool RefusesLongTexts => true;

    public override bool JoinsPrompts => false;

    public override bool IsEmbedderOrReranker => true;

    public override string EndTokenFix =>
        "Convert the file with a current llama.cpp, or set tokenizer.ggml.add_eos_token to true and eos_token_id to that of <|endoftext|>.";

    public override string TemplateFix =>
        "Use a file that was converted as a reranker: it has the template tokenizer.chat_template.rerank and cls.output.weight. "
        + "Start llama-server with --reranking.";

    public override string LengthFix => "Start llama-server with -c 8192 -b 8192 -ub 8192: its physical batch is 512 tokens by default.";

    public override string PoolingFix => "Start llama-server with --embeddings --pooling last.";

    public override TokenRoutes? Tokens { get; } = new()
    {
        EncodePath = "tokenize",
        WriteEncode = (json, _, text) =>
        {
            json.WriteStartObject();
            json.WriteString("content", text);
            json.WriteBoolean("add_special", false);
            json.WriteBoolean("parse_special", false);
            json.WriteEndObject();
        },
        ReadIds = root => TokenRoutes.ReadIdList(JsonAnswer.RequireArray(root, "tokens")),
        DecodePath = "detokenize",
        WriteDecode = (json, _, ids) =>
        {
            json.WriteStartObject();
            TokenRoutes.WriteIds(json, "tokens", ids);
            json.WriteEndObject();
        },
        ReadText = root => JsonAnswer.FindText(root, "content"),
    };
}
