using System.Globalization;
using Qwen3.Connectors.Prompts;

namespace Qwen3.Connectors.Models.Fingerprints.Comparison;

/// <summary>The stored form: <c>qwen3-space/1;weights=...;tokenizer=...;...</c>, percent-encoded values, every part once in one order.</summary>
/// <remarks>Stored texts outlive this code: a part that is added, or gets another meaning, needs another version, and version 1 must be read for ever.</remarks>
internal static class FingerprintText
{
    private const string Name = "qwen3-space";
    private const string Version = "1";
    private const string None = "-";

    private static readonly string[] s_parts = ["weights", "tokenizer", "template", "pooling", "role", "instruction", "dimensions", "truncation", "max-tokens"];

    public static string Write(VectorSpaceFingerprint space)
    {
        string[] values =
        [
            space.Weights, space.Tokenizer, space.Template, space.Pooling, OptionValues.Roles.NameOf(space.Role), space.Instruction ?? None,
            Number(space.Dimensions), OptionValues.Truncations.NameOf(space.Truncation), Number(space.MaxTokens),
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
            || !TryNumber(values[6], out var dimensions)
            || !OptionValues.Truncations.TryFind(values[7], out var truncation)
            || !TryNumber(values[8], out var maxTokens))
        {
            fault = "The fingerprint of a vector space has a value that none of its parts can have; the text is damaged.";
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

    /// <summary>What is wrong with the form; empty where nothing is. The text itself is not quoted: nobody knows what it is.</summary>
    private static string Check(string[] fields)
    {
        if (!fields[0].StartsWith($"{Name}/", StringComparison.Ordinal))
        {
            return $"The text is not the fingerprint of a vector space, which begins with '{Name}/'.";
        }

        if (fields[0] != $"{Name}/{Version}")
        {
            return $"The fingerprint of a vector space is of another version than {Version}, which this library reads: use a newer one, or embed all documents anew.";
        }

        return fields.Length == s_parts.Length + 1 && fields.Skip(1).Zip(s_parts).All(pair => pair.First.StartsWith($"{pair.Second}=", StringComparison.Ordinal))
            ? ""
            : $"The fingerprint of a vector space has other parts than {string.Join(", ", s_parts)}, in this order; the text is damaged.";
    }

    private static string Number(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? None;

    private static bool TryNumber(string text, out int? number)
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
