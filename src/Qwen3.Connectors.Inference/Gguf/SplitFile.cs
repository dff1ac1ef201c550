using System.Globalization;
using System.Text.RegularExpressions;

namespace Qwen3.Connectors.Inference.Gguf;

/// <summary>Detects models in several files. Two kinds have the same name pattern and are joined in different ways.</summary>
/// <remarks>
/// gguf-split writes parts that are GGUF files themselves with the key <c>split.count</c>. Some publishers split a file at a byte instead: the first
/// part is then a truncated GGUF file and the others start anywhere. A complete file with such a name is accepted.
/// </remarks>
internal static partial class SplitFile
{
    /// <summary>Refuses a part that was written by gguf-split.</summary>
    public static void Refuse(GgufMetadata metadata)
    {
        if (metadata.TryGetUInt32("split.count", out var count) && count > 1)
        {
            var part = metadata.TryGetUInt32("split.no", out var index) ? $"part {index + 1UL} of {count}" : $"one of {count} parts";
            GgufThrow.InvalidModel_Split(metadata.Path, part, count);
        }
    }

    /// <summary>Returns what to do about an incomplete file, or null when its name doesn't show that it is a part.</summary>
    public static string? Advice(string path)
    {
        var match = Part().Match(Path.GetFileName(path));
        if (!match.Success || int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture) < 2)
        {
            return null;
        }

        return $"By its name it is part {match.Groups[1].ValueSpan.TrimStart('0')} of {match.Groups[2].ValueSpan.TrimStart('0')}, and it has no key 'split.count', " +
            "so the model was cut at a byte: download all parts and join them in order, as with 'cat'; gguf-split can't.";
    }

    [GeneratedRegex(@"-(\d{5})-of-(\d{5})(\.gguf)?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Part();
}
