using System.Data.Common;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.VectorData;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Cli.Mcp;

/// <summary>Offers tools to a client of the Model Context Protocol until it disconnects.</summary>
internal sealed class McpToolServer(IReadOnlyList<McpTool> tools)
{
    private const string Instructions =
        "Local Qwen3 embedding and reranking models with a store of documents. Use 'index' to store documents and 'search' to find the "
        + "passages that answer a question. Nothing leaves this machine.";

    // The output is read by language models, to which an escape costs several tokens.
    private static readonly JsonSerializerOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public async Task RunAsync(ITransport transport, CancellationToken cancellationToken)
    {
        var options = new McpServerOptions
        {
            ServerInfo = new() { Name = "qwen3", Version = Version },
            ServerInstructions = Instructions,
            Handlers =
            {
                ListToolsHandler = (_, _) => ValueTask.FromResult(
                    new ListToolsResult { Tools = [.. tools.Select(tool => tool.Describe())] }),
                CallToolHandler = async (request, token) => await CallAsync(request.Params, token).ConfigureAwait(false),
            },
        };
        await using var server = McpServer.Create(transport, options);
        await server.RunAsync(cancellationToken).ConfigureAwait(false);
    }

    private static string Version => typeof(McpToolServer).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()
        ?.InformationalVersion ?? "0";

    /// <summary>Every fault is a result that the model can read and correct, not an error of the protocol.</summary>
    private async Task<CallToolResult> CallAsync(CallToolRequestParams? call, CancellationToken cancellationToken)
    {
        if (tools.FirstOrDefault(tool => tool.Name == call?.Name) is not { } tool)
        {
            return Error($"There is no such tool. Tools: {string.Join(", ", tools.Select(known => known.Name))}.");
        }

        try
        {
            var result = await tool.CallAsync(new ToolArguments(call), cancellationToken).ConfigureAwait(false);
            var text = result.ToJsonString(s_json);
            return new() { Content = [new TextContentBlock { Text = text }], StructuredContent = JsonElement.Parse(text) };
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            return Error(Explain(exception));
        }
    }

    private static string Explain(Exception exception) => exception switch
    {
        ArgumentException => CliApplication.MessageWithoutParameter(exception),
        ToolArgumentException or InvalidModelException or InvalidOutputException or EngineUnavailableException
            or VectorSpaceMismatchException or VectorStoreException or DbException or IOException => exception.Message,
        _ => $"This is a bug in qwen3: {exception.GetType().Name}.",
    };

    private static CallToolResult Error(string message) => new() { IsError = true, Content = [new TextContentBlock { Text = message }] };
}
