using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Engines;

/// <summary>The tokenizer of an engine.</summary>
internal static class TokenizerService
{
    /// <exception cref="NotSupportedException">The engine has none.</exception>
    public static Qwen3Tokenizer Require(object? service, EngineDescription engine) => service as Qwen3Tokenizer
        ?? throw new NotSupportedException(
            $"The engine '{engine.ProviderName}' does not offer its tokenizer ({nameof(Qwen3Tokenizer)}), which counting tokens needs.");
}
