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
}
