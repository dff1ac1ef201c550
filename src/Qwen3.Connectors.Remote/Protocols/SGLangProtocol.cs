namespace Qwen3.Connectors.Remote.Protocols;

/// <summary>SGLang. It answers a list; a reranker needs its chat template, without which it refuses requests.</summary>
internal sealed class SGLangProtocol : ServerProtocol
{
    public override RemoteProtocol Id => RemoteProtocol.SGLang;

    public override string Name => "sglang";

    public override bool RefusesLongTexts => true;

    public override bool OffersBase64 => false;

    public override bool JoinsPrompts => false;

    public override string? InstructionField => "instruct";

    public override string TemplateFix =>
        "Start SGLang without --is-embedding and with --chat-template examples/chat_template/qwen3_reranker.jinja --disable-radix-cache.";

    public override string LengthFix => "Start SGLang with a larger --context-length.";
}
