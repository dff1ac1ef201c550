namespace Qwen3.Connectors.Remote.Protocols;

/// <summary>All protocols. Adding one is a class and an entry.</summary>
internal static class ServerProtocols
{
    public static IReadOnlyList<ServerProtocol> All { get; } =
    [
        new OpenAIProtocol(), new VllmProtocol(), new TeiProtocol(), new LlamaServerProtocol(), new OllamaProtocol(), new SGLangProtocol(),
        new GpuStackProtocol(), new XinferenceProtocol(), new CohereProtocol(),
    ];

    public static ServerProtocol Of(RemoteProtocol id) => All.First(protocol => protocol.Id == id);
}
