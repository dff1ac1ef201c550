using System.ClientModel;
using Microsoft.Extensions.AI;
using OpenAI;

namespace Samples;

/// <summary>
/// Creates a chat model from environment variables: any OpenAI-compatible server. Replace it by another
/// <see cref="IChatClient"/> for other servers.
/// </summary>
internal static class ChatModel
{
    public const string Endpoint = "CHAT_ENDPOINT";
    public const string Model = "CHAT_MODEL";
    public const string Key = "CHAT_KEY";

    /// <summary>Creates the client; <paramref name="chat"/> is null if the environment names no server.</summary>
    /// <returns>False if the environment is invalid.</returns>
    public static bool TryCreate(Func<string, string?> environment, TextWriter error, out IChatClient? chat)
    {
        chat = null;
        var (endpoint, model) = (environment(Endpoint), environment(Model));
        if (string.IsNullOrEmpty(endpoint) && string.IsNullOrEmpty(model))
        {
            return true;
        }

        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out var address)
            || address.Scheme is not ("http" or "https")
            || string.IsNullOrEmpty(model))
        {
            error.WriteLine(
                $"Set both {Endpoint} (such as http://localhost:11434/v1) and {Model} (such as qwen3:8b), or neither. " +
                $"Set {Key} if the server requires a key.");
            return false;
        }

        // The client requires a key; local servers ignore it.
        var key = environment(Key) is { Length: > 0 } given ? given : "none";
        var client = new OpenAIClient(new ApiKeyCredential(key), new OpenAIClientOptions { Endpoint = address });
        chat = client.GetChatClient(model).AsIChatClient();
        return true;
    }
}
