using System.Numerics.Tensors;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Qwen3.Connectors.Tools.Results;

namespace Qwen3.Connectors.Tools.Functions;

/// <summary>The function <c>similarity</c>. Its schema is written by hand, so that it needs no reflection.</summary>
internal sealed class SimilarityTool(IEmbeddingGenerator<string, Embedding<float>> generator) : AIFunction
{
    private static readonly JsonElement s_schema = JsonElement.Parse(
        """
        {
          "type": "object",
          "properties": {
            "text": { "type": "string", "description": "The text to compare." },
            "others": { "type": "array", "items": { "type": "string" }, "description": "The texts to compare it with." }
          },
          "required": ["text", "others"]
        }
        """);

    private static readonly JsonElement s_returnSchema = JsonElement.Parse("""{ "type": "array", "items": { "type": "number" } }""");

    // The task is symmetric: both sides are embedded alike.
    private readonly EmbeddingGenerationOptions _options = new EmbeddingGenerationOptions()
        .WithRole(EmbeddingRole.Query)
        .WithInstruction(TaskInstructions.SemanticSimilarity);

    public override string Name => "similarity";

    public override string Description =>
        "Compares a text with others by meaning. "
        + "Returns a number for each of the others, in their order: 1 for the same meaning, about 0 for unrelated texts.";

    public override JsonElement JsonSchema => s_schema;

    public override JsonElement? ReturnJsonSchema => s_returnSchema;

    protected override async ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
    {
        var text = ToolArguments.RequireText(arguments, "text");
        var others = ToolArguments.RequireTexts(arguments, "others");

        // A copy, because a generator may change the options that it is given.
        var vectors = await generator.GenerateAsync([text, .. others], _options.Clone(), cancellationToken).ConfigureAwait(false);
        return JsonText.Build(writer =>
        {
            writer.WriteStartArray();
            for (var i = 1; i < vectors.Count; i++)
            {
                double cosine = TensorPrimitives.CosineSimilarity(vectors[0].Vector.Span, vectors[i].Vector.Span);
                writer.WriteNumberValue(Math.Round(cosine, 4));
            }

            writer.WriteEndArray();
        });
    }
}
