using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Fuzz;

/// <summary>Uses a file as a user does: describes it, loads it as a model of either kind, and runs it when it loads.</summary>
public static class ModelTarget
{
    private const string Text = "What is the capital of China?";

    private static readonly InferenceOptions Options = new() { ThreadCount = 1, BatchTokens = 64, PrefixCacheTokens = 64 };

    /// <summary>Loads and runs a file; throws every exception that a file may not cause.</summary>
    /// <returns>The number of the two kinds that it loaded as.</returns>
    public static int Run(string path) =>
        Describe(path) +
        Try(path, () => EmbeddingModel.Load(path, Options), async model => await model.EmbedAsync([Text])) +
        Try(path, () => RerankerModel.Load(path, Options), async model => await model.ScoreAsync([new RerankPrompt("<|im_start|>", Text[..4], Text[4..], "<|im_end|>")]));

    /// <summary>Reads the header and estimates memory, as before a download is loaded. Counts as no load.</summary>
    private static int Describe(string path)
    {
        try
        {
            ModelEstimate.For(ModelDescription.Read(path), Options);
        }
        catch (InvalidModelException exception) when (exception.Path == path)
        {
            // The file is refused with a reason.
        }

        return 0;
    }

    private static int Try<T>(string path, Func<T> load, Func<T, Task> use)
        where T : IDisposable
    {
        try
        {
            using var model = load();
            Use(model, use);
            return 1;
        }
        catch (InvalidModelException exception) when (exception.Path == path)
        {
            return 0;
        }
    }

    private static void Use<T>(T model, Func<T, Task> use)
    {
        var context = model is EmbeddingModel embedding ? embedding.Description.Shape.ContextLength
            : ((RerankerModel)(object)model!).Description.Shape.ContextLength;
        try
        {
            use(model).GetAwaiter().GetResult();
        }
        catch (ArgumentException) when (context < 2 * Text.Length)
        {
            // The model's context is shorter than this text, and the call says so.
        }
    }
}
