using System.CommandLine;
using Qwen3.Connectors.Cli.Input;
using Qwen3.Connectors.Cli.Models;
using Qwen3.Connectors.Cli.Output;

namespace Qwen3.Connectors.Cli.Commands;

/// <summary>Tokenizes texts without prompt or end token. Loads only the tokenizer of the file.</summary>
internal static class TokensCommand
{
    private const string Description = "Tokenizes texts without prompt or end token. Each line has index and ids.";

    private const int ChunkTexts = 128;

    public static Command Create(CliEnvironment environment)
    {
        var model = ModelParameter.CreateWithTexts("The texts to tokenize.");
        var file = CommonOptions.File();
        var lines = CommonOptions.Lines();
        var command = model.CreateCommand("tokens", Description, file, lines);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var name = model.GetModel(parsed);
            var format = CommonOptions.Format(parsed, lines);
            using var source = TextSource.Create(model.GetTexts(parsed), parsed.GetValue(file), format, environment);
            var path = await environment.ResolveModel(environment, name, cancellationToken).ConfigureAwait(false);
            var encode = ModelFile.Open(path, () => environment.LoadTokenizer(path));
            var index = 0;
            await foreach (var chunk in source.ReadChunksAsync(ChunkTexts, cancellationToken).ConfigureAwait(false))
            {
                foreach (var text in chunk)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    await environment.Output.WriteLineAsync(JsonLine.Write(new TokensLine(index++, encode(text)))).ConfigureAwait(false);
                }

                await environment.Output.FlushAsync(cancellationToken).ConfigureAwait(false);
            }

            return ExitCodes.Ok;
        });
        return command;
    }
}
