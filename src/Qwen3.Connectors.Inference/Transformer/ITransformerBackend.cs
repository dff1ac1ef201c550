namespace Qwen3.Connectors.Inference;

/// <summary>
/// What computes networks in the managed code's place, such as a GPU. Everything else stays as it is: files are checked, texts cut and turned into ids, calls
/// queued and answers checked by <see cref="EmbeddingModel"/> and <see cref="RerankerModel"/>. Members are safe for concurrent use.
/// </summary>
public interface ITransformerBackend
{
    /// <summary>A short name in lower case, for telemetry: <c>llamasharp</c>.</summary>
    string Name { get; }

    /// <summary>Opens the network of a model file that has passed all checks.</summary>
    /// <param name="model">What the file says of itself; its path too.</param>
    /// <param name="options">How it is to be run; a backend uses what it has a use for.</param>
    /// <returns>The network; it belongs to the caller.</returns>
    ITransformer Open(ModelDescription model, InferenceOptions options);
}
