using System.CommandLine;
using Qwen3.Connectors.Cli.Lines;

namespace Qwen3.Connectors.Cli.Commands;

/// <summary>Texts in, token ids out, nothing added. Reads the file's tokenizer only.</summary>
internal static class TokensCommand
{
    public static Command Create(CliEnvironment environment)
    {
        var model = CommonOptions.Model();
        var file = CommonOptions.File();
        var texts = CommonOptions.Texts("The texts to tokenize.");
        var command = new Command("tokens", "Tokenizes texts, with nothing added. Lines: index, ids.") { texts, model, file };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var source = TextSource.Create(parsed.GetValue(texts), parsed.GetValue(file), environment.Input);
            var path = await environment.GetModel(environment, parsed.GetRequiredValue(model), cancellationToken).ConfigureAwait(false);
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
