using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Cli.Models;

/// <summary>Opens model files. Every fault of a file ends the command with <see cref="ExitCodes.BadModel"/>.</summary>
internal static class ModelFile
{
    public static T Open<T>(string path, Func<T> load)
    {
        try
        {
            ThrowIfNotRegular(path);
            return load();
        }
        catch (InvalidModelException exception)
        {
            throw new CliException(ExitCodes.BadModel, exception.Message, exception);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CliException(ExitCodes.BadModel, $"the model file '{path}' does not exist", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCodes.BadModel, $"the model file '{path}' cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>Returns the length of the file in bytes; a symbolic link is followed.</summary>
    public static long LengthOf(string path)
    {
        using var file = File.OpenHandle(path);
        return RandomAccess.GetLength(file);
    }

    /// <summary>
    /// Refuses pipes and devices, whose length is 0, before they are opened: opening a named pipe waits for a writer. A link such as
    /// <c>/dev/stdin</c> has a target that is no path if it is a pipe.
    /// </summary>
    private static void ThrowIfNotRegular(string path)
    {
        if (!File.Exists(path))
        {
            return;
        }

        var target = new FileInfo(File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path);
        if (!target.Exists || target.Length == 0)
        {
            throw new CliException(
                ExitCodes.BadModel, $"the model file '{path}' has no length (an empty file, a pipe or a device); expected a GGUF file");
        }
    }
}
