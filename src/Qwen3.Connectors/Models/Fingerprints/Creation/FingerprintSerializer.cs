using System.Globalization;
using Qwen3.Connectors.Embedding.Calls;

namespace Qwen3.Connectors.Models.Fingerprints.Creation;

/// <summary>
/// Writes and reads the text of a fingerprint: <c>qwen3-space/1;weights=...;tokenizer=...;...</c>, each part once, in one order,
/// percent-encoded.
/// </summary>
/// <remarks>Stored texts outlive this code: a new part, or a part with a new meaning, requires a new version, and version 1 must stay
/// readable.</remarks>
internal static class FingerprintSerializer
{
    private const string Name = "qwen3-space";
    private const string Version = "1";
    private const string None = "-";

    private static readonly string[] s_parts =
        ["weights", "tokenizer", "template", "pooling", "role", "instruction", "dimensions", "truncation", "max-tokens"];

    public static string Write(VectorSpaceFingerprint space)
    {
        string[] values =
        [
            space.Weights, space.Tokenizer, space.Template, space.Pooling, OptionValues.Roles.NameOf(space.Role), space.Instruction ?? None,
            Format(space.Dimensions), OptionValues.Truncations.NameOf(space.Truncation), Format(space.MaxTokens),
        ];
        return $"{Name}/{Version};{string.Join(';', s_parts.Zip(values, (part, value) => $"{part}={Uri.EscapeDataString(value)}"))}";
    }

    public static VectorSpaceFingerprint? Read(string text, out string fault)
    {
        var fields = text.Split(';');
        fault = Check(fields);
        if (fault.Length > 0)
        {
            return null;
        }

        var values = fields.Skip(1).Select((field, i) => Uri.UnescapeDataString(field[(s_parts[i].Length + 1)..])).ToArray();
        if (values.Any(value => value.Length == 0)
            || !OptionValues.Roles.TryFind(values[4], out var role)
            || !TryParse(values[6], out var dimensions)
            || !OptionValues.Truncations.TryFind(values[7], out var truncation)
            || !TryParse(values[8], out var maxTokens))
        {
            fault = "The fingerprint of a vector space has a value that is invalid for its part; the text is damaged.";
            return null;
        }

        return new VectorSpaceFingerprint
        {
            Weights = values[0],
            Tokenizer = values[1],
            Template = values[2],
            Pooling = values[3],
            Role = role,
            Instruction = values[5] == None ? null : values[5],
            Dimensions = dimensions,
            Truncation = truncation,
            MaxTokens = maxTokens,
        };
    }

    /// <summary>Returns the fault of the format, or an empty text. The input is not quoted: it could be user text.</summary>
    private static string Check(string[] fields)
    {
        if (!fields[0].StartsWith($"{Name}/", StringComparison.Ordinal))
        {
            return $"The text is not the fingerprint of a vector space; expected a text that begins with '{Name}/'.";
        }

        if (fields[0] != $"{Name}/{Version}")
        {
            return $"The fingerprint of a vector space has another version than {Version}, which this library reads: "
                + "use a newer version of the library, or embed all documents again.";
        }

        var hasAllParts = fields.Length == s_parts.Length + 1
            && fields.Skip(1).Zip(s_parts).All(pair => pair.First.StartsWith($"{pair.Second}=", StringComparison.Ordinal));
        return hasAllParts
            ? ""
            : $"The fingerprint of a vector space has other parts than {string.Join(", ", s_parts)}, in this order; the text is damaged.";
    }

    private static string Format(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? None;

    private static bool TryParse(string text, out int? number)
    {
        number = null;
        if (text == None)
        {
            return true;
        }

        var isNumber = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value > 0;
        number = value;
        return isNumber;
    }
}
