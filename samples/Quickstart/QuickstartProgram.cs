using Microsoft.Extensions.AI;
using Qwen3.Connectors;
using Qwen3.Connectors.Inference;

namespace Quickstart;

/// <summary>Embeds, searches and reranks, and prints the computed values beside the expected ones.</summary>
internal static class QuickstartProgram
{
    public static async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter error)
    {
        if (ModelFiles.Parse(arguments) is not { } files)
        {
            error.WriteLine("usage: quickstart [--embedding FILE] [--reranker FILE]   (GGUF files; default: the bundled small models)");
            return 2;
        }

        try
        {
            return await RunAsync(files, output) ? 0 : 1;
        }
        catch (FileNotFoundException exception)
        {
            error.WriteLine($"quickstart: the file '{exception.FileName}' does not exist.");
            return 1;
        }
        catch (Exception exception) when (
            exception is InvalidModelException or InvalidOutputException or IOException or UnauthorizedAccessException)
        {
            error.WriteLine($"quickstart: {exception.Message.ReplaceLineEndings(" ")}");
            return 1;
        }
    }

    private static async Task<bool> RunAsync(ModelFiles files, TextWriter output)
    {
        // Documents are embedded without an instruction, queries with one. Both generators share one model.
        using var documents = Qwen3EmbeddingGenerator.Load(files.Embedding);
        using var queries = documents.AsQueryGenerator();
        using var reranker = Qwen3Reranker.Load(files.Reranker);

        output.WriteLine("Qwen3.Connectors quick start");
        output.WriteLine($"  embedding  {Describe(documents.GetRequiredService<ModelDescription>())}");
        output.WriteLine($"  reranker   {Describe((ModelDescription)reranker.GetService(typeof(ModelDescription))!)}");

        var comparison = new Comparison(queries, documents, reranker, files);
        var agrees = await comparison.RunAsync(output);
        var search = new Search(queries, documents, reranker);
        await search.RunAsync(output);

        output.WriteLine();
        output.WriteLine(agrees ? "All expected values agree." : "Some values are not the expected ones.");
        return agrees;
    }

    private static string Describe(ModelDescription model)
    {
        var shape = model.Shape;
        return FormattableString.Invariant(
            $"{model.Name}, {model.WeightType}, {shape.LayerCount} layers, hidden size {shape.HiddenSize}, {model.FileBytes / 1e6:N1} MB");
    }
}
