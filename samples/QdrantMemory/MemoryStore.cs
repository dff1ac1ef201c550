using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData;
using Qwen3.Connectors.LocalStore;
#if WITH_QDRANT
using Grpc.Core;
using Microsoft.SemanticKernel.Connectors.Qdrant;
using Qdrant.Client;
#endif

namespace QdrantMemory;

/// <summary>Opens Qdrant, or a local store if Qdrant does not respond.</summary>
internal static class MemoryStore
{
    /// <param name="endpoint">The address of Qdrant's gRPC port.</param>
    /// <param name="localPath">The file of the local store.</param>
    /// <param name="documents">The generator of the store, which embeds records as documents.</param>
    /// <param name="output">Receives a line that names the chosen store.</param>
    public static async Task<VectorStore> OpenAsync(string endpoint, string localPath, IEmbeddingGenerator documents, TextWriter output)
    {
#if WITH_QDRANT
        var client = new QdrantClient(new Uri(endpoint), grpcTimeout: TimeSpan.FromSeconds(2));
        try
        {
            var health = await client.HealthAsync();
            output.WriteLine($"Store: Qdrant {health.Version} at {endpoint}");
            return new QdrantVectorStore(client, ownsClient: true, new() { EmbeddingGenerator = documents });
        }
        catch (RpcException exception)
        {
            client.Dispose();
            output.WriteLine(
                $"Store: a local file; Qdrant does not respond at {endpoint} ({exception.StatusCode}). "
                + "To start it: docker run -p 6334:6334 qdrant/qdrant");
        }
#else
        output.WriteLine($"Store: a local file, not Qdrant at {endpoint}: the package sources lack its connector.");
        await Task.CompletedTask;
#endif
        return new LocalVectorStore(localPath, new() { EmbeddingGenerator = documents });
    }
}
