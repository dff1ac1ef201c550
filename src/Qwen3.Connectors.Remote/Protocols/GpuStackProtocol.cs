namespace Qwen3.Connectors.Remote.Protocols;

/// <summary>GPUStack, a proxy before vLLM and others: its template and its errors are those of the backend.</summary>
internal sealed class GpuStackProtocol : ServerProtocol
{
    public override RemoteProtocol Id => RemoteProtocol.GpuStack;

    public override string Name => "gpustack";

    public override RerankTemplateSide DefaultTemplateSide => RerankTemplateSide.Client;

    public override string TemplateFix => "Set GPUSTACK_APPLY_QWEN3_RERANKER_TEMPLATES=true in the model's environment.";
}
