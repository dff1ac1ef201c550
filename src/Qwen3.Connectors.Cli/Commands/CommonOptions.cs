using System.CommandLine;
using System.Globalization;

namespace Qwen3.Connectors.Cli.Commands;

/// <summary>Options that several commands take, alike in each. Their messages never quote a value.</summary>
internal static class CommonOptions
{
    public static Option<string> Model() => new("--model") { Description = "The GGUF file of the model, or its name ('qwen3 list').", HelpName = "path|name", Required = true };

    public static Argument<string> CatalogName(string description) => new("model") { Description = description };

    public static Option<int?> Threads() => Number("--threads", "Threads that compute. Default: as many as there are cores.", 1, 1024);

    public static Option<string?> File() => new("--file") { Description = "JSON Lines with a text a line; '-' for standard input.", HelpName = "path" };

    public static Option<string?> Instruct() => new("--instruct") { Description = "What is looked for, as an English sentence. Default: the model card's web search sentence.", HelpName = "sentence" };

    public static Option<bool> Json() => new("--json") { Description = "Print one JSON object." };

    public static Argument<string[]> Texts(string description) => new("texts") { Description = description, Arity = ArgumentArity.ZeroOrMore };

    public static Option<int?> Number(string name, string description, int minimum, int maximum) => new(name)
    {
        Description = description,
        HelpName = "number",
        CustomParser = result =>
        {
            if (int.TryParse(result.Tokens[0].Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) && value >= minimum && value <= maximum)
            {
                return value;
            }

            result.AddError(maximum == int.MaxValue ? $"{name} takes a whole number of at least {minimum}." : $"{name} takes a whole number, {minimum} to {maximum}.");
            return null;
        },
    };

    /// <summary>One of a few words; the default of <typeparamref name="T"/> where the option is absent.</summary>
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

            result.AddError($"{name} takes {string.Join(" or ", choices.Keys)}.");
            return default;
        },
    };
}
