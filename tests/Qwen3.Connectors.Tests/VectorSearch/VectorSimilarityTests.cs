using Microsoft.Extensions.AI;
using Qwen3.Connectors.VectorSearch;

namespace Qwen3.Connectors.Tests.VectorSearch;

public class VectorSimilarityTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(2, 5, 33)]
    [InlineData(5, 3, 256)]
    [InlineData(9, 3000, 100)]
    public void Matrices_are_those_of_double_loops(int queryCount, int documentCount, int dimensions)
    {
        var queries = RandomVectors.Create(queryCount, dimensions, seed: 1);
        var documents = RandomVectors.Create(documentCount, dimensions, seed: 2);
        var (dot, cosine) = (VectorSimilarity.DotMatrix(queries, documents), VectorSimilarity.CosineMatrix(queries, documents));
        Assert.Equal((queryCount, documentCount), (dot.GetLength(0), dot.GetLength(1)));
        Assert.Equal((queryCount, documentCount), (cosine.GetLength(0), cosine.GetLength(1)));
        for (var query = 0; query < queryCount; query++)
        {
            for (var document = 0; document < documentCount; document++)
            {
                Assert.Equal(SlowSearch.Dot(queries[query], documents[document]), dot[query, document], 1e-6 * dimensions);
                Assert.Equal(SlowSearch.Cosine(queries[query], documents[document]), cosine[query, document], 2e-6);
            }
        }
    }

    [Fact]
    public void Embeddings_give_what_their_vectors_give()
    {
        var vectors = RandomVectors.Create(6, 32);
        var embeddings = vectors.Select(vector => new Embedding<float>(vector)).ToList();
        Assert.Equal(VectorSimilarity.DotMatrix(vectors, vectors),
            VectorSimilarity.DotMatrix(embeddings.ToVectors(), embeddings.ToVectors()));
        Assert.Equal(VectorSimilarity.CosineMatrix(vectors, vectors),
            VectorSimilarity.CosineMatrix(embeddings.ToVectors(), embeddings.ToVectors()));
    }

    [Fact]
    public void Nothing_against_something_is_an_empty_matrix()
    {
        var vectors = RandomVectors.Create(3, 8);
        Assert.Equal((0, 3), Size(VectorSimilarity.DotMatrix([], vectors)));
        Assert.Equal((3, 0), Size(VectorSimilarity.CosineMatrix(vectors, [])));
        Assert.Equal((0, 0), Size(VectorSimilarity.CosineMatrix(Array.Empty<ReadOnlyMemory<float>>(), [])));

        static (int, int) Size(float[,] matrix) => (matrix.GetLength(0), matrix.GetLength(1));
    }

    [Fact]
    public void Bad_vectors_are_named()
    {
        ReadOnlyMemory<float>[] good = [new float[] { 1, 0 }];
        AssertRefused([new float[] { 1, 0 }, new float[] { 1 }], "Vector 1 has 1 values; 2 were expected.");
        AssertRefused([new float[] { 1, 0 }, new float[] { 1, float.NaN }], "Vector 1 has a value that is not finite");
        AssertRefused([new float[] { 0, 0 }], "The first 2 values of vector 0 are all zero");
        Assert.Equal(0, VectorSimilarity.DotMatrix(good, [new float[] { 0, 0 }])[0, 0]);

        void AssertRefused(ReadOnlyMemory<float>[] documents, string message) =>
            Assert.StartsWith(message, Assert.Throws<ArgumentException>(() => VectorSimilarity.CosineMatrix(good, documents)).Message,
                StringComparison.Ordinal);
    }
}
