using Grpc.Core;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData;
using Microsoft.SemanticKernel.Connectors.InMemory;
using Microsoft.SemanticKernel.Connectors.Qdrant;
using Qdrant.Client;

namespace QdrantMemory;

/// <summary>Opens Qdrant, or an in-memory store if Qdrant does not respond.</summary>
internal static class MemoryStore
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(2);

    /// <param name="endpoint">The address of Qdrant's gRPC port.</param>
    /// <param name="documents">The generator of the store, which embeds records as documents.</param>
    /// <param name="output">Receives a line that names the chosen store.</param>
    public static async Task<VectorStore> OpenAsync(string endpoint, IEmbeddingGenerator documents, TextWriter output)
    {
        var client = new QdrantClient(new Uri(endpoint), grpcTimeout: s_timeout);
        try
        {
            var health = await client.HealthAsync();
            output.WriteLine($"Store: Qdrant {health.Version} at {endpoint}");
            return new QdrantVectorStore(client, ownsClient: true, new() { EmbeddingGenerator = documents });
        }
        catch (RpcException exception)
        {
            client.Dispose();
            output.WriteLine($"Store: in memory; Qdrant does not respond at {endpoint} ({exception.StatusCode}).");
            output.WriteLine("  To start Qdrant: docker run -p 6334:6334 qdrant/qdrant. Set QDRANT_ENDPOINT for another address.");
            return new InMemoryVectorStore(new() { EmbeddingGenerator = documents });
        }
    }
}
