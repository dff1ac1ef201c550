using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Fuzz;

/// <summary>What a user does with a file: load it as a model of either kind, and use it when it loads.</summary>
public static class ModelTarget
{
    private const string Text = "What is the capital of China?";

    private static readonly InferenceOptions Options = new() { ThreadCount = 1, BatchTokens = 64, PrefixCacheTokens = 64 };

    /// <summary>Loads and runs a file; every exception but those that a file may cause comes out.</summary>
    /// <returns>As how many of the two kinds it loaded.</returns>
    public static int Run(string path) =>
        Try(path, () => EmbeddingModel.Load(path, Options), async model => await model.EmbedAsync([Text])) +
        Try(path, () => RerankerModel.Load(path, Options), async model => await model.ScoreAsync([new RerankPrompt("<|im_start|>", Text, 4, "<|im_end|>")]));

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
            // The file says that its texts are shorter than this one, and the call says so.
        }
    }
}
