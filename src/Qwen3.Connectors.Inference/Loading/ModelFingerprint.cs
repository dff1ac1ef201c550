namespace Qwen3.Connectors.Inference;

/// <summary>Two hashes of 32 hexadecimal digits that identify a model. They do not depend on the file's name or place, the process or the machine.</summary>
/// <remarks>
/// The hashes are computed once per loaded model. A file that another program overwrites in place while it is mapped changes the vectors of the running
/// process without a message, and a fingerprint that was read before does not show it: replace model files by renaming a new file over the old one.
/// </remarks>
/// <param name="Weights">
/// Identifies the network: its shape, the name, type and dimensions of every tensor that is used, all small tensors, and 64 KB of samples of every large one.
/// Another training, merge, conversion or quantization has another hash. It is not a checksum: a change of a few bytes between the samples, such as the row
/// of a single token, is not noticed. Compare SHA-256 hashes of the files where that matters.
/// </param>
/// <param name="Tokenizer">Identifies the tokenizer: its kind, every token and its type, every merge.</param>
public sealed record ModelFingerprint(string Weights, string Tokenizer);
