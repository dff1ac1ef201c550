using System.Globalization;
using System.Text.RegularExpressions;

namespace Qwen3.Connectors.Inference.Gguf;

/// <summary>Models in several files. There are two kinds under the same name pattern, and they are joined in different ways.</summary>
/// <remarks>
/// gguf-split writes parts that are GGUF files themselves and say so in <c>split.count</c>. Some publishers cut a file at a byte instead: the first
/// part is then a truncated GGUF file and the others begin anywhere. A whole file that kept such a name is fine.
/// </remarks>
internal static partial class SplitFile
{
    /// <summary>Refuses a part that gguf-split wrote.</summary>
    public static void Refuse(GgufMetadata metadata)
    {
        if (metadata.TryGetUInt32("split.count", out var count) && count > 1)
        {
            var part = metadata.TryGetUInt32("split.no", out var index) ? $"part {index + 1UL} of {count}" : $"one of {count} parts";
            GgufThrow.InvalidModel_Split(metadata.Path, part, count);
        }
    }

    /// <summary>What to do about a file that is not whole, or null when its name doesn't show that it is a part.</summary>
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
