namespace Qwen3.Connectors.Inference;

/// <summary>The exception that is thrown when a model file is damaged, of another kind, or not one that this engine can run.</summary>
/// <remarks>The message names the file, what was found in it, what was expected, and, where known, what to do about it.</remarks>
public sealed class InvalidModelException : Exception
{
    /// <summary>Initializes a new instance.</summary>
    /// <param name="path">The file that was read.</param>
    /// <param name="found">What the file contains, in words that can follow "found".</param>
    /// <param name="expected">What it should contain, in words that can follow "expected".</param>
    /// <param name="advice">What to do, as a sentence; null where no advice is known.</param>
    /// <param name="innerException">The exception that revealed the problem, or null.</param>
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

    /// <summary>What the file contains.</summary>
    public string Found { get; }

    /// <summary>What the file should contain.</summary>
    public string Expected { get; }

    /// <summary>What to do, as a sentence, or null.</summary>
    public string? Advice { get; }

    private static string Describe(string path, string found, string expected, string? advice)
    {
        var message = $"'{path}' is not a usable model file: found {found}; expected {expected}.";
        return advice is null ? message : $"{message} {advice}";
    }
}
