using System.CommandLine;
using Qwen3.Connectors.Cli.Input;
using Qwen3.Connectors.Cli.Models;
using Qwen3.Connectors.Cli.Output;

namespace Qwen3.Connectors.Cli.Commands;

/// <summary>Reranks documents for a query and writes one score per line, highest first.</summary>
internal static class RerankCommand
{
    private const string Description =
        "Ranks documents by the probability that they answer a query. Each line has index, score and tokens.";

    public static Command Create(CliEnvironment environment)
    {
        var model = ModelParameter.CreateWithTexts("The documents to rerank.");
        var query = new Option<string>("--query") { Description = "The query.", HelpName = "text", Required = true };
        var instruct = CommonOptions.Instruct();
        var top = CommonOptions.Number("--top", "Number of documents to print, highest scores first. Default: all.", 1, int.MaxValue);
        var threads = CommonOptions.Threads();
        var file = CommonOptions.File();
        var lines = CommonOptions.Lines();
        var command = model.CreateCommand("rerank", Description, query, instruct, top, threads, file, lines);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var name = model.GetModel(parsed);
            var format = CommonOptions.Format(parsed, lines);
            using var source = TextSource.Create(model.GetTexts(parsed), parsed.GetValue(file), format, environment);
            var path = await environment.ResolveModel(environment, name, cancellationToken).ConfigureAwait(false);
            var loadOptions = new Qwen3RerankerOptions { Inference = { ThreadCount = parsed.GetValue(threads) } };
            using var reranker = ModelFile.Open(path, () => environment.LoadReranker(path, loadOptions));
            var documents = await source.ReadAllAsync(cancellationToken).ConfigureAwait(false);
            var options = new RerankOptions { TopN = parsed.GetValue(top), Instruction = parsed.GetValue(instruct) };
            var results = await reranker.RerankAsync(parsed.GetRequiredValue(query), documents, options, cancellationToken)
                .ConfigureAwait(false);
            foreach (var result in results)
            {
                var line = new RerankLine(result.Index, result.Score, result.TokenCount, result.TruncatedTokenCount);
                await environment.Output.WriteLineAsync(JsonLine.Write(line)).ConfigureAwait(false);
            }

            return ExitCodes.Ok;
        });
        return command;
    }
}
