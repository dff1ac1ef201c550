using Microsoft.Extensions.AI;
using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Tests.Models.Verification;
using Qwen3.Connectors.VectorSearch;

namespace Qwen3.Connectors.Tests.Models.Fingerprints;

/// <summary>Which vectors may meet (promise 25): an index of one model, document prompt or dimension is refused by another.</summary>
public class CompatibilityTests
{
    private const string Clustering = "Identify the topic";

    private static VectorSpaceFingerprint Documents => VectorSpaceTests.Of(new());

    private static VectorSpaceFingerprint Queries => VectorSpaceTests.Of(new() { Role = EmbeddingRole.Query });

    [Fact]
    public async Task An_index_is_searched_by_its_own_model_and_refused_by_another_model_or_dimension()
    {
        using var documents = Qwen3EmbeddingGenerator.Load(GoldenModels.EmbeddingFile);
        var index = VectorIndex.Create((await documents.GenerateAsync(["a", "b"], cancellationToken: TestContext.Current.CancellationToken)).ToVectors(), new() { Space = documents.GetVectorSpace().ToString() });
        index.EnsureCompatible(documents.AsQueryGenerator());
        index.EnsureCompatible(documents.AsQueryGenerator("Given a question, retrieve code"));
        index.EnsureCompatible(documents);

        using var file = BundledFile.Embedding().Disturb("blk.1.attn_v.weight").Save();
        using var otherModel = Qwen3EmbeddingGenerator.Load(file.Path);
        var model = Assert.Throws<VectorSpaceMismatchException>(() => index.EnsureCompatible(otherModel.AsQueryGenerator()));
        Assert.Equal(VectorSpacePart.Weights, Assert.Single(model.Differences, difference => difference.PreventsSearching).Part);
        Assert.Contains("Another model, or another quantisation of it.", model.Message, StringComparison.Ordinal);

        using var narrow = Qwen3EmbeddingGenerator.Load(GoldenModels.EmbeddingFile, new() { Dimensions = 64 });
        var dimensions = Assert.Throws<VectorSpaceMismatchException>(() => index.EnsureCompatible(narrow.AsQueryGenerator()));
        Assert.Equal(
            "The stored vectors are of another space than this generator's. dimensions 256 (stored) and 64 (here): Vectors have other lengths. " +
            "Set the generator's Dimensions to those stored, or cut the stored ones if they are longer (Matryoshka.Cut).",
            dimensions.Message);
        Assert.Equal((index.Space, narrow.AsQueryGenerator().GetVectorSpace()), (dimensions.Stored.ToString(), dimensions.Current));
    }

    [Fact]
    public void An_index_of_instructed_texts_takes_the_same_instruction_alone()
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
    public void Queries_search_documents_and_are_not_stored_beside_them()
    {
        Queries.EnsureCompatible(Documents);
        Documents.EnsureCanAddTo(Documents);
        var exception = Assert.Throws<VectorSpaceMismatchException>(() => Queries.EnsureCanAddTo(Documents));
        Assert.Contains("role document (stored) and query (here): Queries search documents, but are none", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(VectorSpacePart.Weights)]
    [InlineData(VectorSpacePart.Tokenizer)]
    [InlineData(VectorSpacePart.Template)]
    [InlineData(VectorSpacePart.Pooling)]
    [InlineData(VectorSpacePart.Dimensions)]
    public void Each_part_of_the_space_matters_to_searching_and_adding(VectorSpacePart part)
    {
        var stored = part switch
        {
            VectorSpacePart.Weights => Documents with { Weights = "00" },
            VectorSpacePart.Tokenizer => Documents with { Tokenizer = "00" },
            VectorSpacePart.Template => Documents with { Template = "00" },
            VectorSpacePart.Pooling => Documents with { Pooling = "mean-l2" },
            _ => Documents with { Dimensions = null },
        };
        Assert.Equal(part, Assert.Single(Assert.Throws<VectorSpaceMismatchException>(() => Documents.EnsureCompatible(stored)).Differences).Part);
        Assert.Equal(part, Assert.Single(Assert.Throws<VectorSpaceMismatchException>(() => Documents.EnsureCanAddTo(stored)).Differences).Part);
    }

    [Fact]
    public void Truncation_is_told_and_prevents_nothing()
    {
        var stored = Documents with { Truncation = Truncation.TruncateEnd, MaxTokens = 512 };
        Documents.EnsureCompatible(stored);
        Documents.EnsureCanAddTo(stored);
        var difference = Assert.Single(Documents.Compare(stored));
        Assert.Equal((VectorSpacePart.Truncation, "TruncateEnd beyond 512 tokens", "Throw beyond 32768 tokens"), (difference.Part, difference.Stored, difference.Current));
        Assert.Empty(Documents.Compare(Documents));
    }

    [Fact]
    public async Task Vectors_cut_later_are_of_the_space_of_the_cut()
    {
        using var wide = Qwen3EmbeddingGenerator.Load(GoldenModels.EmbeddingFile);
        using var narrow = Qwen3EmbeddingGenerator.Load(GoldenModels.EmbeddingFile, new() { Dimensions = 64 });
        (wide.GetVectorSpace() with { Dimensions = 64 }).EnsureCompatible(narrow.GetVectorSpace());
        var full = await wide.GenerateVectorAsync("the query", cancellationToken: TestContext.Current.CancellationToken);
        var cut = await narrow.GenerateVectorAsync("the query", cancellationToken: TestContext.Current.CancellationToken);
        Assert.All(Matryoshka.Truncate(full.Span, 64).Zip(cut.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }

    [Fact]
    public void An_index_that_does_not_know_its_space_says_so()
    {
        using var generator = Qwen3EmbeddingGenerator.Load(GoldenModels.EmbeddingFile);
        Assert.Contains("Space", Assert.Throws<InvalidOperationException>(() => new VectorIndex(256).EnsureCompatible(generator)).Message, StringComparison.Ordinal);
        var other = new VectorIndex(128, new() { Space = generator.GetVectorSpace().ToString() });
        Assert.Throws<VectorSpaceMismatchException>(() => other.EnsureCompatible(generator));
    }
}
