using Microsoft.Extensions.AI;

namespace AgentFramework;

/// <summary>Takes the place of a chat model: prints what it is given, and answers that there is no model.</summary>
internal sealed class PrintingChatClient(TextWriter output) : IChatClient
{
    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var given = string.Join('\n', messages.Select(message => message.Text).Prepend(options?.Instructions));
        foreach (var line in given.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0))
        {
            output.WriteLine($"  | {(line.Length <= 110 ? line : $"{line[..110]}...")}");
        }

        return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, "(no chat model is configured)")));
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("The sample does not stream.");

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }
}
