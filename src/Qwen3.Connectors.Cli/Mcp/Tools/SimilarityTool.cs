using System.Numerics.Tensors;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Qwen3.Connectors.Cli.Mcp.Tools;

/// <summary>Compares texts by meaning.</summary>
internal sealed class SimilarityTool(Qwen3EmbeddingGenerator generator) : McpTool
{
    public override string Name => "similarity";

    public override string Description =>
        "Compares a text with others by meaning. Returns cosine similarities, -1 to 1, in the order of the others.";

    public override JsonElement Schema { get; } = JsonElement.Parse(
        $$"""
        {
          "type": "object",
          "properties": {
            "text": {
              "type": "string", "minLength": 1, "maxLength": {{ToolArguments.MaxCharacters}},
              "description": "The text to compare."
            },
            "others": {
              "type": "array", "minItems": 1, "maxItems": {{ToolArguments.MaxTexts}},
              "items": { "type": "string", "minLength": 1, "maxLength": {{ToolArguments.MaxCharacters}} },
              "description": "The texts to compare it with."
            }
          },
          "required": ["text", "others"]
        }
        """);

    public override async Task<JsonObject> CallAsync(ToolArguments arguments, CancellationToken cancellationToken)
    {
        string[] texts = [arguments.RequireText("text"), .. arguments.RequireTexts("others")];

        // Neither text is a query for the other: all are embedded alike.
        var options = new EmbeddingGenerationOptions().WithRole(EmbeddingRole.Query).WithInstruction(TaskInstructions.SemanticSimilarity);
        var embeddings = await generator.GenerateAsync(texts, options, cancellationToken).ConfigureAwait(false);
        var similarities = embeddings.Skip(1).Select(
            other => (JsonNode)Math.Round(TensorPrimitives.Dot(embeddings[0].Vector.Span, other.Vector.Span), 4));
        return new() { ["similarities"] = new JsonArray([.. similarities]) };
    }
}
