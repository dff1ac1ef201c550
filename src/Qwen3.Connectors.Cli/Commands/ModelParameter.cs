using System.CommandLine;
using Qwen3.Connectors.Cli.Models;

namespace Qwen3.Connectors.Cli.Commands;

/// <summary>The model of a command: the value of <c>--model</c>, or the first argument.</summary>
internal sealed class ModelParameter
{
    private readonly Option<string?> _option = new("--model")
    {
        Description = "The path of a GGUF file, or a name (see 'qwen3 list'). Can also be the first argument.",
        HelpName = "path|name",
    };

    private readonly Argument<string[]> _arguments;
    private readonly bool _hasTexts;

    private ModelParameter(string name, string description, bool hasTexts)
    {
        _arguments = new(name)
        {
            Description = description,
            Arity = hasTexts ? ArgumentArity.ZeroOrMore : ArgumentArity.ZeroOrOne,
            CustomParser = result => [.. result.Tokens.Select(token => token.Value)],
        };
        _hasTexts = hasTexts;
    }

    /// <summary>Creates the parameter of a command without texts.</summary>
    public static ModelParameter Create(string description = "The path of a GGUF file, or a name (see 'qwen3 list').") =>
        new("model", description, hasTexts: false);

    /// <summary>Creates the parameter of a command whose other arguments are texts.</summary>
    public static ModelParameter CreateWithTexts(string textDescription) =>
        new("texts", $"{textDescription} Without --model, the first argument is the model.", hasTexts: true);

    /// <summary>Creates a command with this parameter and other options.</summary>
    public Command CreateCommand(string name, string description, params IEnumerable<Option> options)
    {
        var command = new Command(name, description) { _arguments, _option };
        foreach (var option in options)
        {
            command.Add(option);
        }

        return command;
    }

    /// <summary>Returns the path or name of the model, with <c>~</c> expanded.</summary>
    /// <exception cref="CliException">There is no model, two, or the value is not valid.</exception>
    public string GetModel(ParseResult parsed)
    {
        var arguments = parsed.GetValue(_arguments) ?? [];
        return (parsed.GetValue(_option), arguments) switch
        {
            (not null, [_]) when !_hasTexts => throw Error(parsed, "found a model as argument and --model; give one of them"),
            ({ } model, _) => ModelValue.Parse(model),
            (_, [var first, ..]) when !_hasTexts || ModelValue.IsModel(first) => ModelValue.Parse(first),
            // The first argument is not quoted, because it may be a text.
            (_, [_, ..]) => throw Error(parsed, "found no model: the first argument is neither a model file nor a model name; use --model"),
            _ => throw Error(parsed, "found no model; give its path or name (see 'qwen3 list')"),
        };
    }

    /// <summary>Returns the arguments that are texts.</summary>
    public IReadOnlyList<string> GetTexts(ParseResult parsed)
    {
        var arguments = parsed.GetValue(_arguments) ?? [];
        return parsed.GetValue(_option) is not null ? arguments : arguments[1..];
    }

    private static CliException Error(ParseResult parsed, string message)
    {
        var command = parsed.CommandResult.Command.Name;
        return new CliException(ExitCodes.BadInput, $"'{command}': {message}. See 'qwen3 {command} --help'.");
    }
}
