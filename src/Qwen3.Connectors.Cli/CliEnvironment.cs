using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Inference.Estimation;
using Qwen3.Connectors.Models.Verification;

namespace Qwen3.Connectors.Cli;

/// <summary>What the commands touch outside of themselves, so that tests can run them in process.</summary>
internal sealed record CliEnvironment(TextReader Input, TextWriter Output, TextWriter Error)
{
    public Func<string, Qwen3EmbeddingOptions, Qwen3EmbeddingGenerator> LoadGenerator { get; init; } = (path, options) => Qwen3EmbeddingGenerator.Load(path, options);

    public Func<string, Qwen3RerankerOptions, Qwen3Reranker> LoadReranker { get; init; } = (path, options) => Qwen3Reranker.Load(path, options);

    /// <summary>A model file to the function that turns text into token ids.</summary>
    public Func<string, Func<string, int[]>> LoadTokenizer { get; init; } = path =>
    {
        var tokenizer = Qwen3Tokenizer.Load(path);
        return text => tokenizer.Encode(text);
    };

    /// <summary>What stands for a model to the path of its file.</summary>
    public Func<CliEnvironment, string, CancellationToken, Task<string>> GetModel { get; init; } =
        (environment, model, cancellationToken) => NamedModels.GetAsync(environment, NamedModels.CreateStore(environment), model, cancellationToken);

    /// <summary>Where models are and come from.</summary>
    public Func<ModelStoreOptions> CreateStoreOptions { get; init; } = () => new();

    /// <summary>Whether <see cref="Error"/> is a terminal, where a line can be written over.</summary>
    public bool IsTerminal { get; init; }

    /// <summary>Characters of a terminal's line.</summary>
    public int Columns { get; init; } = 80;

    public Func<string, ModelDescription> Describe { get; init; } = ModelDescription.Read;

    /// <summary>Measures the speed of a model of a shape on this machine; null where it can't be measured.</summary>
    public Func<ModelShape, ModelWeights, InferenceOptions, SpeedEstimate?> MeasureSpeed { get; init; } = MachineProbe.MeasureSpeed;

    /// <summary>A model file and a number of threads to what verifies it.</summary>
    public Func<string, int?, ModelVerifier> OpenVerifier { get; init; } = ModelVerifier.Open;

    /// <summary>A number of threads to the machine's peak in GFLOP/s.</summary>
    public Func<int, double> MeasurePeak { get; init; } = MachineProbe.MeasurePeakGigaflops;
}
