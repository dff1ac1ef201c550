using Microsoft.Extensions.AI;
using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Tests.Embedding;

namespace Qwen3.Connectors.Tests.Models.Fingerprints;

/// <summary>The parts of a fingerprint, and its text.</summary>
public class VectorSpaceTests
{
    private const string Clustering = "Identify categories";
    private const string Middle = "tokenizer=b;template=c;pooling=d;";
    private const string End = "truncation=throw;max-tokens=-";

    public static TheoryData<string, VectorSpaceFingerprint> Changes => new()
    {
        { "weights", Documents with { Weights = "00" } },
        { "tokenizer", Documents with { Tokenizer = "00" } },
        { "template", Documents with { Template = "00" } },
        { "pooling", Documents with { Pooling = "mean-l2" } },
        { "role", Queries },
        { "dimensions", Documents with { Dimensions = 128 } },
        { "truncation", Documents with { Truncation = Truncation.TruncateEnd } },
        { "max tokens", Documents with { MaxTokens = 512 } },
    };

    private static VectorSpaceFingerprint Documents => Of(new());

    private static VectorSpaceFingerprint Queries => Of(new() { Role = EmbeddingRole.Query });

    [Fact]
    public void A_generator_provides_every_part()
    {
        using var generator = Qwen3EmbeddingGenerator.Load(
            GoldenModels.EmbeddingFile, new() { Dimensions = 64, Truncation = Truncation.TruncateStart, MaxTokens = 100 });
        var space = generator.GetVectorSpace();
        var model = generator.GetRequiredService<EmbeddingModel>().Fingerprint;
        Assert.Equal((model.Weights, model.Tokenizer, "last-l2"), (space.Weights, space.Tokenizer, space.Pooling));
        Assert.Equal((EmbeddingRole.Document, null, 64, Truncation.TruncateStart, 100),
            (space.Role, space.Instruction, space.Dimensions, space.Truncation, space.MaxTokens));
        var queries = generator.AsQueryGenerator().GetVectorSpace();
        Assert.Equal(EmbeddingRole.Query, queries.Role);
        Assert.NotNull(queries.Instruction);
        Assert.NotEqual(queries.Instruction, generator.AsQueryGenerator(Clustering).GetVectorSpace().Instruction);
        Assert.Equal((256, 32768), (Documents.Dimensions, Documents.MaxTokens));
    }

    [Fact]
    public void The_text_is_the_same_on_every_machine() => Assert.Equal(
        "qwen3-space/1;weights=0b6238f0c482ab6d983da80c409a4f65;tokenizer=a0c75042917de5626854620a554a3e66;" +
        "template=6e9d848e07f92bfb1fd469b8df03395f;pooling=last-l2;role=query;" +
        "instruction=004c64eb0d64f4fc1ee4c01849d7c071;dimensions=256;truncation=throw;max-tokens=32768",
        Queries.ToString());

    [Theory]
    [MemberData(nameof(Changes), DisableDiscoveryEnumeration = true)]
    public void The_text_contains_every_part_and_is_parsed_back(string part, VectorSpaceFingerprint changed)
    {
        Assert.NotEqual(Documents.ToString(), changed.ToString());
        Assert.Equal(changed, VectorSpaceFingerprint.Parse(changed.ToString()));
        Assert.True(VectorSpaceFingerprint.TryParse(changed.ToString(), out var read), part);
        Assert.Equal(changed, read);
    }

    [Fact]
    public void Names_with_any_characters_are_parsed_back()
    {
        var space = Documents with { Weights = "model:a;b=c/ü 日本", Dimensions = null, MaxTokens = null };
        Assert.True(System.Text.Ascii.IsValid(space.ToString()));
        Assert.Equal(space, VectorSpaceFingerprint.Parse(space.ToString()));
    }

    [Theory]
    [InlineData("", "not the fingerprint of a vector space")]
    [InlineData("a text of the user's", "not the fingerprint of a vector space")]
    [InlineData("qwen3-space/2;weights=a", "another version than 1")]
    [InlineData("qwen3-space/1;weights=a", "other parts than weights, tokenizer,")]
    [InlineData("qwen3-space/1;weights=a;" + Middle + "role=e;instruction=-;dimensions=1;" + End, "a value that is invalid")]
    [InlineData("qwen3-space/1;weights=a;" + Middle + "role=query;instruction=-;dimensions=0;" + End, "a value that is invalid")]
    [InlineData("qwen3-space/1;weights=;" + Middle + "role=query;instruction=-;dimensions=1;" + End, "a value that is invalid")]
    public void Other_texts_are_rejected_with_the_reason(string text, string reason)
    {
        Assert.Contains(reason, Assert.Throws<FormatException>(() => VectorSpaceFingerprint.Parse(text)).Message, StringComparison.Ordinal);
        Assert.False(VectorSpaceFingerprint.TryParse(text, out var none));
        Assert.Null(none);
    }

    [Fact]
    public void An_engine_without_a_fingerprint_is_identified_by_its_name()
    {
        using var generator = new Qwen3EmbeddingGenerator(new FakeEmbeddingEngine());
        var space = generator.GetVectorSpace();
        Assert.StartsWith("model:", space.Weights, StringComparison.Ordinal);
        Assert.Equal(space, VectorSpaceFingerprint.Parse(space.ToString()));
    }

    [Fact]
    public void Cache_keys_differ_by_the_options_of_a_generator()
    {
        using var documents = Qwen3EmbeddingGenerator.Load(GoldenModels.EmbeddingFile);
        using var narrow = Qwen3EmbeddingGenerator.Load(GoldenModels.EmbeddingFile, new() { Dimensions = 64 });
        IEmbeddingGenerator[] generators = [documents, narrow, documents.AsQueryGenerator(), documents.AsQueryGenerator(Clustering)];
        var keys = generators.Select(generator => Assert.IsType<string>(Assert.Single(generator.GetCacheKeyValues()))).ToArray();
        Assert.Distinct(keys);
        Assert.Equal(keys[0], documents.AsDocumentGenerator().GetCacheKeyValues()[0]);
        Assert.DoesNotContain(keys, key => key.Contains(Clustering, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_generator_that_opens_its_file_on_first_use_has_a_fingerprint()
    {
        using var generator = Qwen3EmbeddingGenerator.Create(new() { ModelPath = GoldenModels.EmbeddingFile });
        Assert.Null(generator.GetService<VectorSpaceFingerprint>());
        var exception = Assert.Throws<InvalidOperationException>(() => generator.GetVectorSpace());
        Assert.Contains("GetVectorSpaceAsync", exception.Message, StringComparison.Ordinal);
        Assert.Equal(Documents, await generator.GetVectorSpaceAsync(TestContext.Current.CancellationToken));
        Assert.Equal(Documents, generator.GetVectorSpace());
    }

    [Fact]
    public void A_generator_of_another_library_has_no_fingerprint()
    {
        using var other = new OtherGenerator();
        Assert.Contains(nameof(OtherGenerator), Assert.Throws<NotSupportedException>(() => other.GetVectorSpace()).Message,
            StringComparison.Ordinal);
    }

    internal static VectorSpaceFingerprint Of(Qwen3EmbeddingOptions options)
    {
        using var generator = Qwen3EmbeddingGenerator.Load(GoldenModels.EmbeddingFile, options);
        return generator.GetVectorSpace();
    }

    private sealed class OtherGenerator : IEmbeddingGenerator
    {
        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
