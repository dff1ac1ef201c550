using Grpc.Core;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData;
using Microsoft.SemanticKernel.Connectors.InMemory;
using Microsoft.SemanticKernel.Connectors.Qdrant;
using Qdrant.Client;

namespace QdrantMemory;

/// <summary>Opens Qdrant, or a store in memory where none answers.</summary>
internal static class MemoryStore
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    /// <param name="endpoint">The address of Qdrant's gRPC port.</param>
    /// <param name="documents">Embeds what is stored: the store's generator has role document.</param>
    /// <param name="output">Where the choice is told.</param>
    public static async Task<VectorStore> OpenAsync(string endpoint, IEmbeddingGenerator documents, TextWriter output)
    {
        var client = new QdrantClient(new Uri(endpoint), grpcTimeout: s_patience);
        try
        {
            var health = await client.HealthAsync();
            output.WriteLine($"Store: Qdrant {health.Version} at {endpoint}");
            return new QdrantVectorStore(client, ownsClient: true, new() { EmbeddingGenerator = documents });
        }
        catch (RpcException exception)
        {
            client.Dispose();
            output.WriteLine($"Store: in memory, as no Qdrant answers at {endpoint} ({exception.StatusCode}).");
            output.WriteLine("  To run one: docker run -p 6334:6334 qdrant/qdrant; QDRANT_ENDPOINT names another address.");
            return new InMemoryVectorStore(new() { EmbeddingGenerator = documents });
        }
    }
}
