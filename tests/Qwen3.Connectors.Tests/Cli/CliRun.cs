using System.Text;
using System.Text.Json;
using Qwen3.Connectors.Cli;
using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Tests.Embedding;
using Qwen3.Connectors.Tests.Reranking;

namespace Qwen3.Connectors.Tests.Cli;

/// <summary>The result of a command that ran in process, with fake engines or real models.</summary>
internal sealed record CliRun(int ExitCode, string Output, string Error)
{
    public static string BundledEmbedding => GoldenModels.EmbeddingFile;

    public static string BundledReranker => GoldenModels.RerankerFile;

    /// <summary>The lines of the output as JSON.</summary>
    public List<JsonElement> Lines =>
        [.. Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];

    /// <summary>The message on standard error, which must be one line.</summary>
    public string Message
    {
        get
        {
            Assert.EndsWith(Environment.NewLine, Error, StringComparison.Ordinal);
            var message = Error[..^Environment.NewLine.Length];
            Assert.DoesNotContain('\n', message);
            Assert.StartsWith("qwen3: ", message, StringComparison.Ordinal);
            return message;
        }
    }

    public static Task<CliRun> OnRealModelAsync(params string[] arguments) => RunAsync(environment => environment, "", arguments);

    public static Task<CliRun> OnFakesAsync(params string[] arguments) => OnFakesWithInputAsync("", arguments);

    public static Task<CliRun> OnFakesWithInputAsync(string input, params string[] arguments) => RunAsync(WithFakes, input, arguments);

    /// <summary>Runs a command that embeds with the given engine.</summary>
    public static Task<CliRun> OnEngineAsync(FakeEmbeddingEngine engine, string input, params string[] arguments) => RunAsync(
        environment => environment with { LoadGenerator = (_, options) => new(engine, options, leaveEngineOpen: true) }, input, arguments);

    /// <summary>Runs a command that reranks with the given engine.</summary>
    public static Task<CliRun> OnEngineAsync(FakeRerankEngine engine, params string[] arguments) =>
        RunAsync(environment => environment with { LoadReranker = (_, options) => new(engine, options) }, "", arguments);

    /// <summary>Runs a command. Every model value is a path, unless <paramref name="change"/> replaces the resolver.</summary>
    public static Task<CliRun> RunAsync(Func<CliEnvironment, CliEnvironment> change, string input, params string[] arguments) =>
        RunAsync(change, new MemoryStream(Encoding.UTF8.GetBytes(input)), arguments);

    public static async Task<CliRun> RunAsync(Func<CliEnvironment, CliEnvironment> change, Stream input, params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter();
        var environment = change(new CliEnvironment(input, output, error)
        {
            ResolveModel = (_, path, _) => Task.FromResult(path),
        });
        var exitCode = await new CliApplication(environment).RunAsync(arguments, TestContext.Current.CancellationToken);
        return new CliRun(exitCode, output.ToString(), error.ToString());
    }

    public static CliEnvironment WithFakes(CliEnvironment environment) => environment with
    {
        LoadGenerator = (_, options) => new Qwen3EmbeddingGenerator(new FakeEmbeddingEngine(), options),
        LoadReranker = (_, options) => new Qwen3Reranker(new FakeRerankEngine(0.25, 0.75, 0.5), options),
        LoadTokenizer = _ => text => [.. text.Select(c => (int)c)],
        Describe = path => Description with { Path = path },
        MeasurePeak = _ => 100,
        MeasureSpeed = (_, _, options) => new SpeedEstimate(1234.5, 512, options.ThreadCount ?? 3),
    };

    public static ModelDescription Description { get; } = new()
    {
        Path = "model.gguf",
        FileBytes = 4_000_000,
        Name = "a model",
        Kind = ModelKind.Embedding,
        WeightType = "Q8_0",
        ParameterCount = 5_000_000,
        LayerParameterCount = 1_000_000,
        LayerWeightTypes = new Dictionary<string, long> { ["Q8_0"] = 1_000_000 },
        Shape = new()
        {
            LayerCount = 2,
            HiddenSize = 64,
            FeedForwardSize = 128,
            HeadCount = 8,
            KeyValueHeadCount = 4,
            HeadSize = 16,
            ContextLength = 2048,
            VocabularySize = 1000,
        },
        Notes = ["a note"],
    };
}
