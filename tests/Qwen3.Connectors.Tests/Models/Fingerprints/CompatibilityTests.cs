using Microsoft.Extensions.AI;
using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Models.Fingerprints.Comparison;
using Qwen3.Connectors.Tests.Models.Verification;
using Qwen3.Connectors.VectorSearch;

namespace Qwen3.Connectors.Tests.Models.Fingerprints;

/// <summary>Which vectors are comparable (promise 25): an index of one model, document prompt or dimension is refused by another.</summary>
public class CompatibilityTests
{
    private const string Clustering = "Identify the topic";

    private static VectorSpaceFingerprint Documents => VectorSpaceTests.Of(new());

    private static VectorSpaceFingerprint Queries => VectorSpaceTests.Of(new() { Role = EmbeddingRole.Query });

    [Fact]
    public async Task An_index_accepts_its_own_model_and_refuses_another_model_or_dimension()
    {
        using var documents = Qwen3EmbeddingGenerator.Load(GoldenModels.EmbeddingFile);
        var vectors = (await documents.GenerateAsync(["a", "b"], cancellationToken: TestContext.Current.CancellationToken)).ToVectors();
        var index = VectorIndex.Create(vectors, new() { Space = documents.GetVectorSpace().ToString() });
        index.EnsureCompatible(documents.AsQueryGenerator());
        index.EnsureCompatible(documents.AsQueryGenerator("Given a question, retrieve code"));
        index.EnsureCompatible(documents);

        using var file = BundledFile.Embedding().Disturb("blk.1.attn_v.weight").Save();
        using var otherModel = Qwen3EmbeddingGenerator.Load(file.Path);
        var model = Assert.Throws<VectorSpaceMismatchException>(() => index.EnsureCompatible(otherModel.AsQueryGenerator()));
        Assert.Equal(VectorSpacePart.Weights, Assert.Single(model.Differences, difference => difference.PreventsSearching).Part);
        Assert.Contains("The model, or its quantisation, is another one.", model.Message, StringComparison.Ordinal);

        using var narrow = Qwen3EmbeddingGenerator.Load(GoldenModels.EmbeddingFile, new() { Dimensions = 64 });
        var dimensions = Assert.Throws<VectorSpaceMismatchException>(() => index.EnsureCompatible(narrow.AsQueryGenerator()));
        Assert.Equal(
            "The stored vectors and the generator belong to different vector spaces. dimensions is 256 (stored) and 64 (generator): "
                + "The vectors have different lengths. Set the generator's Dimensions to the stored value, "
                + "or truncate the stored vectors if they are longer (Matryoshka.Truncate).",
            dimensions.Message);
        Assert.Equal((index.Space, narrow.AsQueryGenerator().GetVectorSpace()), (dimensions.Stored.ToString(), dimensions.Current));
    }

    [Fact]
    public void An_index_of_query_vectors_accepts_only_the_same_instruction()
    {
        var stored = VectorSpaceTests.Of(new() { Role = EmbeddingRole.Query, QueryInstruction = Clustering });
        stored.EnsureCompatible(stored);
        stored.EnsureCanAddTo(stored);
        var other = Assert.Throws<VectorSpaceMismatchException>(() => Queries.EnsureCompatible(stored));
        Assert.Equal(VectorSpacePart.Instruction, Assert.Single(other.Differences).Part);
        Assert.DoesNotContain(Clustering, other.Message, StringComparison.Ordinal);
        var role = Assert.Throws<VectorSpaceMismatchException>(() => Documents.EnsureCompatible(stored));
        Assert.Equal(VectorSpacePart.Role, Assert.Single(role.Differences).Part);
    }

    [Fact]
    public void Query_vectors_search_documents_and_are_not_stored_beside_them()
    {
        Queries.EnsureCompatible(Documents);
        Documents.EnsureCanAddTo(Documents);
        var exception = Assert.Throws<VectorSpaceMismatchException>(() => Queries.EnsureCanAddTo(Documents));
        Assert.Contains(
            "role is document (stored) and query (generator): Query vectors may search document vectors, but must not be stored",
            exception.Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(nameof(VectorSpacePart.Weights))]
    [InlineData(nameof(VectorSpacePart.Tokenizer))]
    [InlineData(nameof(VectorSpacePart.Template))]
    [InlineData(nameof(VectorSpacePart.Pooling))]
    [InlineData(nameof(VectorSpacePart.Dimensions))]
    public void Each_part_of_the_space_prevents_searching_and_adding(string name)
    {
        var part = Enum.Parse<VectorSpacePart>(name);
        var stored = part switch
        {
            VectorSpacePart.Weights => Documents with { Weights = "00" },
            VectorSpacePart.Tokenizer => Documents with { Tokenizer = "00" },
            VectorSpacePart.Template => Documents with { Template = "00" },
            VectorSpacePart.Pooling => Documents with { Pooling = "mean-l2" },
            _ => Documents with { Dimensions = null },
        };
        Assert.Equal(part, Assert.Single(
            Assert.Throws<VectorSpaceMismatchException>(() => Documents.EnsureCompatible(stored)).Differences).Part);
        Assert.Equal(part, Assert.Single(
            Assert.Throws<VectorSpaceMismatchException>(() => Documents.EnsureCanAddTo(stored)).Differences).Part);
    }

    [Fact]
    public void Truncation_is_reported_and_prevents_nothing()
    {
        var stored = Documents with { Truncation = Truncation.TruncateEnd, MaxTokens = 512 };
        Documents.EnsureCompatible(stored);
        Documents.EnsureCanAddTo(stored);
        var difference = Assert.Single(Documents.Compare(stored));
        Assert.Equal(VectorSpacePart.Truncation, difference.Part);
        Assert.Equal(("TruncateEnd beyond 512 tokens", "Throw beyond 32768 tokens"), (difference.Stored, difference.Current));
        Assert.Empty(Documents.Compare(Documents));
    }

    [Fact]
    public async Task Vectors_truncated_later_belong_to_the_space_of_their_dimensions()
    {
        using var wide = Qwen3EmbeddingGenerator.Load(GoldenModels.EmbeddingFile);
        using var narrow = Qwen3EmbeddingGenerator.Load(GoldenModels.EmbeddingFile, new() { Dimensions = 64 });
        (wide.GetVectorSpace() with { Dimensions = 64 }).EnsureCompatible(narrow.GetVectorSpace());
        var full = await wide.GenerateVectorAsync("the query", cancellationToken: TestContext.Current.CancellationToken);
        var truncated = await narrow.GenerateVectorAsync("the query", cancellationToken: TestContext.Current.CancellationToken);
        Assert.All(Matryoshka.Truncate(full.Span, 64).Zip(truncated.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }

    [Fact]
    public void An_index_without_a_space_is_reported()
    {
        using var generator = Qwen3EmbeddingGenerator.Load(GoldenModels.EmbeddingFile);
        Assert.Contains("Space", Assert.Throws<InvalidOperationException>(() => new VectorIndex(256).EnsureCompatible(generator)).Message,
            StringComparison.Ordinal);
        var other = new VectorIndex(128, new() { Space = generator.GetVectorSpace().ToString() });
        Assert.Throws<VectorSpaceMismatchException>(() => other.EnsureCompatible(generator));
    }
}
