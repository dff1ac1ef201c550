namespace Qwen3.Connectors.Inference;

/// <summary>A model file is damaged, of another kind, or not one that this engine can run.</summary>
/// <remarks>The message names the file, what was found in it, what was expected, and, where known, what to do about it.</remarks>
public sealed class InvalidModelException : Exception
{
    /// <summary>Creates the exception from its facts.</summary>
    /// <param name="path">The file that was read.</param>
    /// <param name="found">What stands in the file, in words that can follow "found".</param>
    /// <param name="expected">What should stand there, in words that can follow "expected".</param>
    /// <param name="advice">A whole sentence on what to do, or null where nothing useful is known.</param>
    /// <param name="innerException">The fault that showed the problem, if there was one.</param>
    public InvalidModelException(string path, string found, string expected, string? advice = null, Exception? innerException = null)
        : base(Describe(path, found, expected, advice), innerException)
    {
        Path = path;
        Found = found;
        Expected = expected;
        Advice = advice;
    }

    /// <summary>The file that was read.</summary>
    public string Path { get; }

    /// <summary>What was found.</summary>
    public string Found { get; }

    /// <summary>What was expected.</summary>
    public string Expected { get; }

    /// <summary>What to do about it, or null.</summary>
    public string? Advice { get; }

    private static string Describe(string path, string found, string expected, string? advice)
    {
        var message = $"'{path}' is not a usable model file: found {found}; expected {expected}.";
        return advice is null ? message : $"{message} {advice}";
    }
}
