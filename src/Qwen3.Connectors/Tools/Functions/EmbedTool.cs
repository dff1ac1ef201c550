using System.Text.Json;
using Microsoft.Extensions.AI;
using Qwen3.Connectors.Tools.Results;

namespace Qwen3.Connectors.Tools.Functions;

/// <summary>The function <c>embed</c>. Written by hand, schema included: nothing of it needs reflection.</summary>
internal sealed class EmbedTool(IEmbeddingGenerator<string, Embedding<float>> generator) : AIFunction
{
    private static readonly JsonElement s_schema = JsonElement.Parse(
        """
        {
          "type": "object",
          "properties": {
            "text": { "type": "string", "description": "The text to embed." },
            "role": { "type": "string", "enum": ["query", "document"], "description": "query for what is searched for, document for what is stored." },
            "dimensions": { "type": "integer", "minimum": 1, "description": "Values of the vector; all if left out." }
          },
          "required": ["text", "role"]
        }
        """);

    private static readonly JsonElement s_returnSchema = JsonElement.Parse("""{ "type": "array", "items": { "type": "number" } }""");

    public override string Name => "embed";

    public override string Description => "Gives the embedding vector of a text, of length one. Queries and documents are embedded differently.";

    public override JsonElement JsonSchema => s_schema;

    public override JsonElement? ReturnJsonSchema => s_returnSchema;

    protected override async ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
    {
        var text = ToolArguments.RequireText(arguments, "text");
        var role = ToolArguments.RequireChoice(arguments, "role", ["query", "document"]) == "query" ? EmbeddingRole.Query : EmbeddingRole.Document;
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
