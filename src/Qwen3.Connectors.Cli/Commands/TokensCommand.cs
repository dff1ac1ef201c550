using System.CommandLine;
using Qwen3.Connectors.Cli.Input;
using Qwen3.Connectors.Cli.Models;
using Qwen3.Connectors.Cli.Output;

namespace Qwen3.Connectors.Cli.Commands;

/// <summary>Tokenizes texts without prompt or end token. Loads only the tokenizer of the file.</summary>
internal static class TokensCommand
{
    private const string Description = "Tokenizes texts without prompt or end token. Each line has index and ids.";

    public static Command Create(CliEnvironment environment)
    {
        var model = CommonOptions.Model();
        var file = CommonOptions.File();
        var texts = CommonOptions.Texts("The texts to tokenize.");
        var command = new Command("tokens", Description) { texts, model, file };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var source = TextSource.Create(parsed.GetValue(texts), parsed.GetValue(file), environment.Input);
            var path = await environment.ResolveModel(environment, parsed.GetRequiredValue(model), cancellationToken).ConfigureAwait(false);
            var encode = ModelFile.Open(path, () => environment.LoadTokenizer(path));
            var index = 0;
            await foreach (var text in source.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                await environment.Output.WriteLineAsync(JsonLine.Write(new TokensLine(index++, encode(text)))).ConfigureAwait(false);
            }

            return ExitCodes.Ok;
        });
        return command;
    }
}
