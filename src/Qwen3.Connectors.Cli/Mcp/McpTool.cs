using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol.Protocol;

namespace Qwen3.Connectors.Cli.Mcp;

/// <summary>A tool that a client of the server may call.</summary>
internal abstract class McpTool
{
    public abstract string Name { get; }

    public abstract string Description { get; }

    /// <summary>The JSON schema of the arguments.</summary>
    public abstract JsonElement Schema { get; }

    /// <summary>Whether a call changes nothing.</summary>
    public virtual bool IsReadOnly => true;

    /// <exception cref="ToolArgumentException">An argument is missing or not valid.</exception>
    public abstract Task<JsonObject> CallAsync(ToolArguments arguments, CancellationToken cancellationToken);

    public Tool Describe() => new()
    {
        Name = Name,
        Description = Description,
        InputSchema = Schema,
        Annotations = new() { ReadOnlyHint = IsReadOnly, DestructiveHint = false, IdempotentHint = true, OpenWorldHint = false },
    };
}
