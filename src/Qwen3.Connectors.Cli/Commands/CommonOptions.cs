using System.CommandLine;
using System.Globalization;
using Qwen3.Connectors.Cli.Input;

namespace Qwen3.Connectors.Cli.Commands;

/// <summary>Creates the options that several commands have. Their error messages never quote a value.</summary>
internal static class CommonOptions
{
    public static Option<int?> Threads() => Number("--threads", "Threads that compute. Default: the number of cores.", 1, 1024);

    public static Option<string?> File() => new("--file")
    {
        Description = "File with one JSON string per line; '-' reads standard input, which is the default if it is redirected.",
        HelpName = "path",
    };

    public static Option<bool> Lines() => new("--lines")
    {
        Description = "Read plain lines instead of JSON: each line is a text, also an empty one.",
    };

    public static InputFormat Format(ParseResult parsed, Option<bool> lines) =>
        parsed.GetValue(lines) ? InputFormat.PlainLines : InputFormat.JsonLines;

    public static Option<string?> Instruct() => new("--instruct")
    {
        Description = "The task as an English sentence. Default: the web search instruction of the model card.",
        HelpName = "sentence",
    };

    public static Option<bool> Json() => new("--json") { Description = "Print one JSON object." };

    public static Option<int?> Number(string name, string description, int minimum, int maximum) => new(name)
    {
        Description = description,
        HelpName = "number",
        CustomParser = result =>
        {
            if (int.TryParse(result.Tokens[0].Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value)
                && value >= minimum && value <= maximum)
            {
                return value;
            }

            var range = maximum == int.MaxValue ? $"of at least {minimum}" : $"from {minimum} to {maximum}";
            result.AddError($"{name}: expected a whole number {range}.");
            return null;
        },
    };

    /// <summary>Creates an option with a fixed set of values; the default of <typeparamref name="T"/> if the option is absent.</summary>
    public static Option<T?> Choice<T>(string name, string description, IReadOnlyDictionary<string, T> choices) => new(name)
    {
        Description = description,
        HelpName = string.Join('|', choices.Keys),
        CustomParser = result =>
        {
            if (choices.TryGetValue(result.Tokens[0].Value, out var value))
            {
                return value;
            }

            result.AddError($"{name}: expected {string.Join(" or ", choices.Keys)}.");
            return default;
        },
    };
}
