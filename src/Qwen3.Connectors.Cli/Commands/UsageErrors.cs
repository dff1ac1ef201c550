using System.CommandLine;
using System.Text.RegularExpressions;

namespace Qwen3.Connectors.Cli.Commands;

/// <summary>Finds errors in the arguments and describes the first one in a line that quotes no text of the user.</summary>
internal static partial class UsageErrors
{
    /// <returns>The message, or null if the arguments are valid.</returns>
    public static string? Find(ParseResult parsed, IReadOnlyList<string> arguments)
    {
        if (FindUnknownOption(parsed, arguments) is { } unknown)
        {
            return unknown;
        }

        if (parsed.Errors.Count == 0)
        {
            return null;
        }

        if (parsed.CommandResult.Command is RootCommand root)
        {
            return $"A command is missing; expected one of {string.Join(", ", root.Subcommands.Select(command => command.Name))}.";
        }

        // The parser's message quotes unmatched tokens, which may be texts of the user.
        return parsed.UnmatchedTokens.Count > 0
            ? $"'{parsed.CommandResult.Command.Name}' takes no TEXT arguments."
            : parsed.Errors[0].Message;
    }

    /// <summary>Finds a mistyped option before '--', which the parser would accept as a text.</summary>
    private static string? FindUnknownOption(ParseResult parsed, IReadOnlyList<string> arguments)
    {
        var command = parsed.CommandResult.Command;
        HashSet<string> known = ["--help", "--version", .. command.Options.Select(option => option.Name)];
        var options = arguments
            .TakeWhile(argument => argument != "--")
            .Where(argument => argument.StartsWith("--", StringComparison.Ordinal));
        foreach (var option in options)
        {
            var name = option.Split('=', ':')[0];
            if (!known.Contains(name))
            {
                return OptionName().IsMatch(name)
                    ? $"'{command.Name}' has no option '{name}'."
                    : "A text starts with '--': put '--' before the texts, or '=' between an option and such a value.";
            }
        }

        return null;
    }

    [GeneratedRegex("^--[a-z-]{1,20}$")]
    private static partial Regex OptionName();
}
