using System.Net;

namespace Qwen3.Connectors.Remote.Transport;

/// <summary>An answer of a server, read to its end.</summary>
internal sealed record ServerResponse(HttpStatusCode Status, string? MediaType, ReadOnlyMemory<byte> Body)
{
    public bool IsSuccess => (int)Status is >= 200 and <= 299;
}
