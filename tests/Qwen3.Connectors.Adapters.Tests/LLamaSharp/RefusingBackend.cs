using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Adapters.Tests.LLamaSharp;

/// <summary>A backend that no file may get to.</summary>
internal sealed class RefusingBackend : ITransformerBackend
{
    public string Name => "refusing";

    public ITransformer Open(ModelDescription model, InferenceOptions options) =>
        throw new InvalidOperationException("The file should have been refused before.");
}
