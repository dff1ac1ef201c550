using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using Qwen3.Connectors.Cli.Models;
using Qwen3.Connectors.Cli.Output;
using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Inference.Estimation;
using Qwen3.Connectors.Models.Verification;

namespace Qwen3.Connectors.Cli;

/// <summary>Streams, models and measurements that commands use. Tests replace them and run commands in process.</summary>
internal sealed record CliEnvironment(Stream Input, TextWriter Output, TextWriter Error)
{
    /// <summary>Whether <see cref="Input"/> is a file or a pipe rather than a terminal.</summary>
    public bool IsInputRedirected { get; init; }

    public Func<string, Qwen3EmbeddingOptions, Qwen3EmbeddingGenerator> LoadGenerator { get; init; } =
        (path, options) => Qwen3EmbeddingGenerator.Load(path, options);

    public Func<string, Qwen3RerankerOptions, Qwen3Reranker> LoadReranker { get; init; } =
        (path, options) => Qwen3Reranker.Load(path, options);

    /// <summary>Loads the tokenizer of a model file and returns its encoder.</summary>
    public Func<string, Func<string, int[]>> LoadTokenizer { get; init; } = path =>
    {
        var tokenizer = Qwen3Tokenizer.Load(path);
        return text => tokenizer.Encode(text);
    };

    /// <summary>Resolves the value of a model option, a path or a name, to the path of a file.</summary>
    public Func<CliEnvironment, string, CancellationToken, Task<string>> ResolveModel { get; init; } = ModelResolver.ResolveAsync;

    public Func<ModelStoreOptions> CreateStoreOptions { get; init; } = () => new();

    /// <summary>Whether <see cref="Error"/> is a terminal, where a line can be overwritten.</summary>
    public bool IsTerminal { get; init; }

    /// <summary>Width of the terminal in characters.</summary>
    public int Columns { get; init; } = 80;

    public Func<string, ModelDescription> Describe { get; init; } = ModelDescription.Read;

    /// <summary>Measures the speed of a shape on this machine; returns null if it cannot be measured.</summary>
    public Func<ModelShape, ModelWeights, InferenceOptions, SpeedEstimate?> MeasureSpeed { get; init; } =
        MachineProbe.MeasureSpeed;

    /// <summary>Opens a verifier for a model file and a thread count.</summary>
    public Func<string, int?, ModelVerifier> OpenVerifier { get; init; } = ModelVerifier.Open;

    /// <summary>Opens the connection to a client of the Model Context Protocol.</summary>
    public Func<ITransport> CreateMcpTransport { get; init; } =
        () => new StreamServerTransport(StandardStreams.OpenInput(), StandardStreams.OpenOutput(), "qwen3");

    /// <summary>Measures the peak of the machine with a number of threads, in GFLOP/s.</summary>
    public Func<int, double> MeasurePeak { get; init; } = MachineProbe.MeasurePeakGigaflops;
}
