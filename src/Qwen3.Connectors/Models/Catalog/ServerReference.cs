namespace Qwen3.Connectors.Models.Catalog;

/// <summary>Recognises model paths that are addresses of servers: URLs, and connection strings with an endpoint or a service.</summary>
internal static class ServerReference
{
    private static readonly string[] s_keys = ["Endpoint=", "Endpoints=", "Service="];

    /// <summary>Whether a model path is an address. It may contain a key: do not print it.</summary>
    public static bool IsServer(string? text) => text is not null && (
        ModelReference.IsAddress(text)
        || text.Split(';', StringSplitOptions.TrimEntries).Any(
            part => s_keys.Any(key => part.StartsWith(key, StringComparison.OrdinalIgnoreCase))));
}
