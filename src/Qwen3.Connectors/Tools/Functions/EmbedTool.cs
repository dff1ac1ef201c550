using System.Text.Json;
using Microsoft.Extensions.AI;
using Qwen3.Connectors.Tools.Results;

namespace Qwen3.Connectors.Tools.Functions;

/// <summary>The function <c>embed</c>. Its schema is written by hand, so that it needs no reflection.</summary>
internal sealed class EmbedTool(IEmbeddingGenerator<string, Embedding<float>> generator) : AIFunction
{
    private static readonly JsonElement s_schema = JsonElement.Parse(
        """
        {
          "type": "object",
          "properties": {
            "text": { "type": "string", "description": "The text to embed." },
            "role": { "type": "string", "enum": ["query", "document"], "description": "query to search, document to store." },
            "dimensions": { "type": "integer", "minimum": 1, "description": "The length of the vector; the full length by default." }
          },
          "required": ["text", "role"]
        }
        """);

    private static readonly JsonElement s_returnSchema = JsonElement.Parse("""{ "type": "array", "items": { "type": "number" } }""");

    public override string Name => "embed";

    public override string Description =>
        "Returns the embedding vector of a text, with norm 1. Queries and documents are embedded differently.";

    public override JsonElement JsonSchema => s_schema;

    public override JsonElement? ReturnJsonSchema => s_returnSchema;

    protected override async ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
    {
        var text = ToolArguments.RequireText(arguments, "text");
        var role = ToolArguments.RequireChoice(arguments, "role", ["query", "document"]) == "query"
            ? EmbeddingRole.Query
            : EmbeddingRole.Document;
        var options = new EmbeddingGenerationOptions { Dimensions = ToolArguments.ReadCount(arguments, "dimensions") }.WithRole(role);
        var embedding = (await generator.GenerateAsync([text], options, cancellationToken).ConfigureAwait(false))[0];
        return JsonText.Build(writer => Write(writer, embedding.Vector.Span));
    }

    private static void Write(Utf8JsonWriter writer, ReadOnlySpan<float> vector)
    {
        writer.WriteStartArray();
        foreach (var value in vector)
        {
            writer.WriteNumberValue(value);
        }

        writer.WriteEndArray();
    }
}
