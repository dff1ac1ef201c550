namespace Qwen3.Connectors.Inference;

/// <summary>
/// Computes networks in place of the managed code, such as on a GPU. Everything else stays as it is: files are checked, texts cut and
/// turned into ids, calls queued and answers checked by <see cref="EmbeddingModel"/> and <see cref="RerankerModel"/>. Members are safe for
/// concurrent use.
/// </summary>
public interface ITransformerBackend
{
    /// <summary>A short name in lower case, for telemetry: <c>llamasharp</c>.</summary>
    string Name { get; }

    /// <summary>Opens the network of a model file that has passed all checks.</summary>
    /// <param name="model">The file's metadata and path.</param>
    /// <param name="options">How to run it; a backend uses the options that apply to it.</param>
    /// <returns>The network; it belongs to the caller.</returns>
    ITransformer Open(ModelDescription model, InferenceOptions options);
}
