namespace Qwen3.Connectors.Inference;

/// <summary>What tells one model from another, in two hashes of 32 hexadecimal digits that do not depend on the file's place or name, the process or the machine.</summary>
/// <param name="Weights">
/// Of the network: its shape, the name, type and dimensions of every tensor that is used, and samples of their bytes. Another quantisation of the same
/// model has another. It is no checksum: it does not notice a few damaged bytes.
/// </param>
/// <param name="Tokenizer">Of the tokenizer: its kind, every token and its type, every merge.</param>
public sealed record ModelFingerprint(string Weights, string Tokenizer);
