using System.CommandLine;
using System.Globalization;

namespace Qwen3.Connectors.Cli.Commands;

/// <summary>Creates the options that several commands have. Their error messages never quote a value.</summary>
internal static class CommonOptions
{
    public static Option<string> Model() => new("--model")
    {
        Description = "The GGUF file of the model, or its name (see 'qwen3 list').",
        HelpName = "path|name",
        Required = true,
    };

    public static Argument<string> CatalogName(string description) => new("model") { Description = description };

    public static Option<int?> Threads() => Number("--threads", "Threads that compute. Default: the number of cores.", 1, 1024);

    public static Option<string?> File() => new("--file")
    {
        Description = "JSON Lines file with one text per line; '-' reads standard input.",
        HelpName = "path",
    };

    public static Option<string?> Instruct() => new("--instruct")
    {
        Description = "The task as an English sentence. Default: the web search instruction of the model card.",
        HelpName = "sentence",
    };

    public static Option<bool> Json() => new("--json") { Description = "Print one JSON object." };

    public static Argument<string[]> Texts(string description) => new("texts")
    {
        Description = description,
        Arity = ArgumentArity.ZeroOrMore,
    };

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
