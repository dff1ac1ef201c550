using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Tests.Embedding;

public class OptionValidationTests
{
    [Fact]
    public void The_defaults_have_no_fault()
    {
        Assert.Empty(new Qwen3EmbeddingOptions().Validate());
        Assert.Empty(new Qwen3RerankerOptions().Validate());
    }

    [Fact]
    public void Every_fault_of_embedding_options_is_in_one_message()
    {
        var options = new Qwen3EmbeddingOptions
        {
            ModelPath = " ",
            Role = (EmbeddingRole)7,
            QueryInstruction = "",
            Dimensions = 31,
            MaxTokens = 1,
            Truncation = (Truncation)9,
            Inference = { ThreadCount = 0, BatchTokens = 15, PrefixCacheTokens = -1, MaxQueuedTokens = 0, Kernel = "none" },
        };
        var names = NamesOf(typeof(Qwen3EmbeddingOptions));
        Assert.Equal(names, options.Validate().Select(fault => fault.Split(' ')[0]));
        var message = Assert.Throws<ArgumentException>(() => Qwen3EmbeddingGenerator.Create(options)).Message;
        Assert.All(options.Validate(), fault => Assert.Contains(fault, message, StringComparison.Ordinal));
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => Qwen3EmbeddingGenerator.Load("absent.gguf", options)).Message);
    }

    [Fact]
    public void Every_fault_of_reranker_options_is_in_one_message()
    {
        var options = new Qwen3RerankerOptions
        {
            ModelPath = "",
            Instruction = null!,
            MaxTokens = 0,
            Truncation = (Truncation)9,
            Inference = { ThreadCount = 1025, BatchTokens = (1 << 20) + 1, PrefixCacheTokens = (
                1 << 16) + 1, MaxQueuedTokens = 0, Kernel = "" },
        };
        var names = NamesOf(typeof(Qwen3RerankerOptions));
        Assert.Equal(names, options.Validate().Select(fault => fault.Split(' ')[0]));
        var message = Assert.Throws<ArgumentException>(() => Qwen3Reranker.Create(options)).Message;
        Assert.All(options.Validate(), fault => Assert.Contains(fault, message, StringComparison.Ordinal));
    }

    [Fact]
    public void Inference_options_that_are_null_are_a_fault()
    {
        Assert.Equal("Inference is null; expected options.", Assert.Single(new Qwen3EmbeddingOptions { Inference = null! }.Validate()));
        Assert.Throws<ArgumentException>(() => Qwen3Reranker.Load("absent.gguf", new() { Inference = null! }));
    }

    [Theory]
    [InlineData(31, false)]
    [InlineData(32, true)]
    public void Dimensions_start_at_32(int dimensions, bool valid) =>
        Assert.Equal(valid, new Qwen3EmbeddingOptions { Dimensions = dimensions }.Validate().Count == 0);

    [Fact]
    public void Creating_without_a_path_says_so()
    {
        Assert.Contains(
            "ModelPath is null",
            Assert.Throws<ArgumentException>(() => Qwen3EmbeddingGenerator.Create(new())).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "ModelPath is null", Assert.Throws<ArgumentException>(() => Qwen3Reranker.Create(new())).Message, StringComparison.Ordinal);
    }

    /// <summary>The options that have a range, those of the engine with their path.</summary>
    private static IEnumerable<string> NamesOf(Type options) => options.GetProperties()
        .SelectMany(property => property.Name != nameof(Qwen3EmbeddingOptions.Inference)
            ? [property.Name]
            : new[] { "ThreadCount", "BatchTokens", "PrefixCacheTokens", "MaxQueuedTokens", "Kernel" }.Select(name => $"Inference.{name}"));
}
