using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Cli;

/// <summary>Opens model files in the way of a command line: whatever is wrong with the file ends in <see cref="ExitCodes.BadModel"/>.</summary>
internal static class ModelFile
{
    public static T Open<T>(string path, Func<T> load)
    {
        try
        {
            return load();
        }
        catch (InvalidModelException exception)
        {
            throw new CliException(ExitCodes.BadModel, exception.Message, exception);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CliException(ExitCodes.BadModel, $"there is no model file '{path}'", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCodes.BadModel, $"the model file '{path}' can't be read: {exception.Message}", exception);
        }
    }

    /// <summary>The file's own length, also where the path is a link to it.</summary>
    public static long LengthOf(string path)
    {
        using var file = File.OpenHandle(path);
        return RandomAccess.GetLength(file);
    }

    /// <summary>Describes a file of either kind. A causal language model loads as both; its name tells which notes are of use.</summary>
    public static ModelDescription Describe(string path)
    {
        var (embedding, fault) = TryLoad(() => EmbeddingModel.Load(path), model => model.Description);
        if (embedding is not null && !embedding.Name.Contains("rerank", StringComparison.OrdinalIgnoreCase))
        {
            return embedding;
        }

        // What neither will load is usually damaged, and the first reason is as good as the second.
        return TryLoad(() => RerankerModel.Load(path), model => model.Description).Description ?? embedding ?? throw fault!;
    }

    private static (ModelDescription? Description, InvalidModelException? Fault) TryLoad<T>(Func<T> load, Func<T, ModelDescription> describe)
        where T : IDisposable
    {
        try
        {
            using var model = load();
            return (describe(model), null);
        }
        catch (InvalidModelException exception)
        {
            return (null, exception);
        }
    }
}
