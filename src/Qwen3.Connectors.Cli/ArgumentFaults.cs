using System.CommandLine;
using System.Text.RegularExpressions;

namespace Qwen3.Connectors.Cli;

/// <summary>Says what is wrong with arguments, in one line and without quoting texts.</summary>
internal static partial class ArgumentFaults
{
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
            return $"A command is missing: {string.Join(", ", root.Subcommands.Select(command => command.Name))}.";
        }

        // The parser's message for these would quote them, and they may be texts.
        return parsed.UnmatchedTokens.Count > 0
            ? $"'{parsed.CommandResult.Command.Name}' takes no texts."
            : parsed.Errors[0].Message;
    }

    /// <summary>A mistyped option before '--' would pass as a text, and be embedded.</summary>
    private static string? FindUnknownOption(ParseResult parsed, IReadOnlyList<string> arguments)
    {
        var command = parsed.CommandResult.Command;
        HashSet<string> known = ["--help", "--version", .. command.Options.Select(option => option.Name)];
        foreach (var argument in arguments.TakeWhile(argument => argument != "--").Where(argument => argument.StartsWith("--", StringComparison.Ordinal)))
        {
            var name = argument.Split('=', ':')[0];
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
