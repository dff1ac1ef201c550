using System.CommandLine;
using System.Text.RegularExpressions;

namespace Qwen3.Connectors.Cli.Commands;

/// <summary>Finds errors in the arguments and describes the first one in a line that quotes no text of the user.</summary>
internal static partial class UsageErrors
{
    /// <returns>The message, or null if the arguments are valid.</returns>
    public static string? Find(ParseResult parsed, IReadOnlyList<string> arguments)
    {
        if (parsed.CommandResult.Command is RootCommand root && FindUnknownCommand(root, arguments) is { } unknown)
        {
            return unknown;
        }

        if (FindUnknownOption(parsed, arguments) is { } option)
        {
            return option;
        }

        if (parsed.Errors.Count == 0)
        {
            return null;
        }

        if (parsed.CommandResult.Command is RootCommand)
        {
            return $"A command is missing; expected one of {Names(parsed.CommandResult.Command)}.";
        }

        // The parser's message quotes unmatched tokens, which may be texts of the user.
        return parsed.UnmatchedTokens.Count > 0
            ? $"'{parsed.CommandResult.Command.Name}' has too many arguments."
            : parsed.Errors[0].Message;
    }

    private static string? FindUnknownCommand(RootCommand root, IReadOnlyList<string> arguments)
    {
        if (arguments.Count == 0 || KnownOptions(root).Contains(arguments[0]))
        {
            return null;
        }

        var word = arguments[0];
        if (word.StartsWith('-'))
        {
            return $"A command is missing before the options; expected one of {Names(root)}.";
        }

        // Only a single word is quoted: anything else may be a text of the user.
        var isWord = CommandName().IsMatch(word);
        var nearest = isWord ? EditDistance.FindNearest(word.ToLowerInvariant(), root.Subcommands.Select(command => command.Name)) : null;
        return $"{(isWord ? $"'{word}'" : "The first argument")} is not a command; " +
            (nearest is null ? $"expected one of {Names(root)}." : $"did you mean '{nearest}'?");
    }

    /// <summary>Finds a mistyped option before '--', which the parser would accept as a text.</summary>
    private static string? FindUnknownOption(ParseResult parsed, IReadOnlyList<string> arguments)
    {
        var command = parsed.CommandResult.Command;
        var known = KnownOptions(command);
        var withValue = command.Options.Where(option => option.ValueType != typeof(bool)).Select(option => option.Name).ToHashSet();
        var previous = "";
        foreach (var argument in arguments.TakeWhile(argument => argument != "--"))
        {
            // A value may start with one dash. With two, the option before it has more likely lost its value.
            var isValue = withValue.Contains(previous) && !argument.StartsWith("--", StringComparison.Ordinal);
            previous = argument;
            if (isValue || argument is not ['-', _, ..] || known.Contains(argument.Split('=', ':')[0]))
            {
                continue;
            }

            var name = argument.Split('=', ':')[0];
            return OptionName().IsMatch(name)
                ? $"'{command.Name}' has no option '{name}'{Suggest(name, known)}"
                : "A text starts with '-': put '--' before the texts, or '=' between an option and such a value.";
        }

        return null;
    }

    private static string Suggest(string name, IEnumerable<string> known)
    {
        var word = $"--{name.TrimStart('-')}";
        var options = known.Where(option => option.StartsWith("--", StringComparison.Ordinal));
        var nearest = options.FirstOrDefault(option => word.Length == 3 && option[2] == word[2]) ?? EditDistance.FindNearest(word, options);
        return nearest is null ? "." : $"; did you mean '{nearest}'?";
    }

    private static string[] KnownOptions(Command command) =>
        ["--help", "--version", "-h", "-?", .. command.Options.SelectMany(option => option.Aliases.Prepend(option.Name))];

    private static string Names(Command root) => string.Join(", ", root.Subcommands.Select(command => command.Name));

    [GeneratedRegex(@"^--?[a-z-]{1,20}\z")]
    private static partial Regex OptionName();

    [GeneratedRegex(@"^[A-Za-z]{1,16}\z")]
    private static partial Regex CommandName();
}
