using System.CommandLine;
using Qwen3.Connectors.Cli.Lines;

namespace Qwen3.Connectors.Cli.Commands;

/// <summary>A query and documents in, one score a line out, best first.</summary>
internal static class RerankCommand
{
    public static Command Create(CliEnvironment environment)
    {
        var model = CommonOptions.Model();
        var query = new Option<string>("--query") { Description = "What is looked for.", HelpName = "text", Required = true };
        var instruct = CommonOptions.Instruct();
        var top = CommonOptions.Number("--top", "Documents to print, best first. Default: all.", 1, int.MaxValue);
        var threads = CommonOptions.Threads();
        var file = CommonOptions.File();
        var texts = CommonOptions.Texts("The documents to rank.");
        var command = new Command("rerank", "Ranks documents by how well they answer a query. Lines: index, score, tokens.") { texts, model, query, instruct, top, threads, file };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var source = TextSource.Create(parsed.GetValue(texts), parsed.GetValue(file), environment.Input);
            var path = await environment.GetModel(environment, parsed.GetRequiredValue(model), cancellationToken).ConfigureAwait(false);
            var loadOptions = new Qwen3RerankerOptions { Inference = { ThreadCount = parsed.GetValue(threads) } };
            using var reranker = ModelFile.Open(path, () => environment.LoadReranker(path, loadOptions));
            var documents = await source.ReadAllAsync(cancellationToken).ConfigureAwait(false);
            var options = new RerankOptions { TopN = parsed.GetValue(top), Instruction = parsed.GetValue(instruct) };
            var results = await reranker.RerankAsync(parsed.GetRequiredValue(query), documents, options, cancellationToken).ConfigureAwait(false);
            foreach (var result in results)
            {
                await environment.Output.WriteLineAsync(JsonLine.Write(new RerankLine(result.Index, result.Score, result.TokenCount, result.TruncatedTokenCount))).ConfigureAwait(false);
            }

            return ExitCodes.Ok;
        });
        return command;
    }
}
