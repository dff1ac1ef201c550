using System.ClientModel;
using Microsoft.Extensions.AI;
using OpenAI;

namespace SemanticKernelAgent;

/// <summary>The agent's chat model: any server with OpenAI's interface, named by the environment. Put another <see cref="IChatClient"/> here if yours has none.</summary>
internal static class ChatModel
{
    public const string Endpoint = "CHAT_ENDPOINT";
    public const string Model = "CHAT_MODEL";
    public const string Key = "CHAT_KEY";

    /// <returns>False where the environment makes no sense; otherwise the client, null where the environment names none.</returns>
    public static bool TryCreate(Func<string, string?> environment, TextWriter error, out IChatClient? chat)
    {
        chat = null;
        var (endpoint, model) = (environment(Endpoint), environment(Model));
        if (string.IsNullOrEmpty(endpoint) && string.IsNullOrEmpty(model))
        {
            return true;
        }

        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https") || string.IsNullOrEmpty(model))
        {
            error.WriteLine($"Expected both {Endpoint} (such as http://localhost:11434/v1) and {Model} (such as qwen3:8b), or neither; {Key} only where the server wants one.");
            return false;
        }

        // The client insists on a key; local servers ignore it.
        var key = environment(Key) is { Length: > 0 } given ? given : "none";
        chat = new OpenAIClient(new ApiKeyCredential(key), new OpenAIClientOptions { Endpoint = address }).GetChatClient(model).AsIChatClient();
        return true;
    }
}
