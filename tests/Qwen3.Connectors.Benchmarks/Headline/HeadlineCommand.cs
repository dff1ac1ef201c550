using System.CommandLine;

namespace Qwen3.Connectors.Benchmarks.Headline;

/// <summary>The command that writes a page of <c>docs/benchmarks/</c>.</summary>
internal static class HeadlineCommand
{
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        var embedding = new Option<string?>("--embedding")
        {
            Description = "GGUF file of an embedding model. Default: the bundled one.",
        };
        var reranker = new Option<string?>("--reranker")
        {
            Description = "GGUF file of a reranker. Default: none.",
        };
        var destination = new Option<string?>("--output")
        {
            Description = "Markdown file to write. Default: standard output only.",
        };
        var formats = new Option<string?>("--formats")
        {
            Description = "Weight formats of the table of products, separated by commas. Default: all.",
        };
        var seconds = new Option<double>("--seconds")
        {
            Description = "Seconds per product and kind of call; each is measured at least once.",
            DefaultValueFactory = _ => 5,
        };
        var budget = new Option<double>("--budget")
        {
            Description = "Seconds for all calls of a model.",
            DefaultValueFactory = _ => 120,
        };
        var command = new RootCommand("Measures matrix products and whole models and compares them with the machine's peak.")
        {
            embedding, reranker, destination, formats, seconds, budget,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var run = new HeadlineRun
            {
                EmbeddingFile = parsed.GetValue(embedding),
                RerankerFile = parsed.GetValue(reranker),
                Formats = parsed.GetValue(formats)?.Split(','),
                Duration = TimeSpan.FromSeconds(parsed.GetValue(seconds)),
                Budget = TimeSpan.FromSeconds(parsed.GetValue(budget)),
                Progress = error,
            };
            var page = await run.MeasureAsync(cancellationToken).ConfigureAwait(false);
            await output.WriteAsync(page).ConfigureAwait(false);
            if (parsed.GetValue(destination) is { } path)
            {
                await File.WriteAllTextAsync(path, page, cancellationToken).ConfigureAwait(false);
            }
        });
        return await command.Parse([.. arguments]).InvokeAsync(new InvocationConfiguration { Output = output, Error = error })
            .ConfigureAwait(false);
    }
}
