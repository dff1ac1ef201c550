using Microsoft.Extensions.AI;

namespace Qwen3.Connectors.Adapters.Tests.Samples;

/// <summary>
/// A chat model that searches once, if it is given a tool, for what the user said, and then answers; remembers what it was given.
/// </summary>
internal sealed class ScriptedChatClient(string answer) : IChatClient
{
    /// <summary>The messages and the options of each call.</summary>
    public List<(ChatMessage[] Messages, ChatOptions? Options)> Calls { get; } = [];

    /// <summary>The results of tools that it was given, call by call.</summary>
    public IEnumerable<object?> ToolResults =>
        Calls.SelectMany(call => call.Messages[^1].Contents).OfType<FunctionResultContent>().Select(content => content.Result);

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        Calls.Add(([.. messages], options));
        var last = Calls[^1].Messages[^1];
        AIContent content = last.Role == ChatRole.User && options?.Tools is [var tool, ..]
            ? new FunctionCallContent("call-1", tool.Name, new Dictionary<string, object?> { ["query"] = last.Text })
            : new TextContent(answer);
        return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, [content])));
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("The tests do not stream.");

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }
}
