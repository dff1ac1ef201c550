using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Tests.Hosting;

/// <summary>Options from code and configuration, and the validation of options when a host starts.</summary>
public class OptionsTests
{
    [Fact]
    public async Task Options_come_from_the_application_s_configuration()
    {
        await using var host = TestHost.Build(builder =>
        {
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Qwen3:Embedding:ModelPath"] = GoldenModels.EmbeddingFile,
                ["Qwen3:Embedding:QueryInstruction"] = "Find it",
                ["Qwen3:Embedding:Dimensions"] = "64",
                ["Qwen3:Embedding:MaxTokens"] = "100",
                ["Qwen3:Embedding:Truncation"] = "TruncateEnd",
                ["Qwen3:Embedding:Inference:ThreadCount"] = "1",
                ["Qwen3:Embedding:Inference:BatchTokens"] = "512",
                ["Qwen3:Reranker:ModelPath"] = GoldenModels.RerankerFile,
                ["Qwen3:Reranker:Instruction"] = "Judge it",
            });
            builder.Services.AddQwen3EmbeddingGenerator().Services.AddQwen3Reranker();
        });
        var embedding = host.Services.GetRequiredService<IOptions<Qwen3EmbeddingOptions>>().Value;
        Assert.Equal(
            (GoldenModels.EmbeddingFile, "Find it", 64, 100, Truncation.TruncateEnd, 1, 512),
            (embedding.ModelPath, embedding.QueryInstruction, embedding.Dimensions, embedding.MaxTokens, embedding.Truncation,
                embedding.Inference.ThreadCount, embedding.Inference.BatchTokens));
        Assert.Equal("Judge it", host.Services.GetRequiredService<IOptions<Qwen3RerankerOptions>>().Value.Instruction);
        await host.StartAndWarmUpAsync();
        Assert.Equal(200, (await host.GetAsync("/health/ready")).Status);
    }

    [Fact]
    public void Sections_configure_generators_and_rerankers_with_a_key()
    {
        var configuration = Configuration(("A:ModelPath", "a.gguf"), ("A:Role", "Query"), ("B:ModelPath", "b.gguf"), ("B:MaxTokens", "7"));
        using var services = new ServiceCollection()
            .AddKeyedQwen3EmbeddingGenerator("a", configuration.GetSection("A")).Services
            .AddKeyedQwen3Reranker("b", configuration.GetSection("B")).Services
            .Configure<Qwen3RerankerOptions>("b", options => options.ModelPath = GoldenModels.RerankerFile)
            .Configure<Qwen3EmbeddingOptions>("a", options => options.ModelPath = GoldenModels.EmbeddingFile)
            .BuildServiceProvider();
        Assert.Equal(EmbeddingRole.Query, services.GetRequiredKeyedService<Qwen3EmbeddingGenerator>("a").Role);
        Assert.Equal(7, services.GetRequiredService<IOptionsMonitor<Qwen3RerankerOptions>>().Get("b").MaxTokens);
    }

    [Fact]
    public void A_configuration_key_that_is_not_an_option_is_a_fault()
    {
        using var services = new ServiceCollection()
            .AddQwen3EmbeddingGenerator(
                Configuration(("ModelPath", GoldenModels.EmbeddingFile), ("QueryInstuction", "a typing error"))).Services
            .BuildServiceProvider();
        var exception = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<Qwen3EmbeddingGenerator>());
        Assert.Equal(
            "Qwen3EmbeddingOptions: There is no option 'QueryInstuction'. Did you mean 'QueryInstruction'?",
            Assert.Single(exception.Failures));
    }

    [Fact]
    public async Task A_host_with_wrong_options_does_not_start_and_lists_every_fault()
    {
        await using var host = TestHost.BuildServices(services => services
            .AddQwen3EmbeddingGenerator(options =>
                (options.Inference.ThreadCount, options.Dimensions, options.Role) = (0, 8, EmbeddingRole.Query)).Services
            .AddKeyedQwen3Reranker(
                "strict", options => (options.ModelPath, options.Instruction, options.Inference.BatchTokens) = ("nowhere.gguf", " ", 1)));
        var exception = await Assert.ThrowsAnyAsync<Exception>(host.StartAsync);
        var faults = Assert.IsType<AggregateException>(exception).InnerExceptions
            .Cast<OptionsValidationException>().SelectMany(inner => inner.Failures).ToList();
        Assert.Equal(7, faults.Count);
        foreach (var part in (string[])["ModelPath is not set", "Inference.ThreadCount is 0", "Dimensions is 8", "Role is Query"])
        {
            Assert.Single(faults, fault => fault.StartsWith($"Qwen3EmbeddingOptions: {part}", StringComparison.Ordinal));
        }

        foreach (var part in (string[])
            ["ModelPath is 'nowhere.gguf', and there is no such file", "Instruction is", "Inference.BatchTokens is 1"])
        {
            Assert.Single(faults, fault => fault.StartsWith($"Qwen3RerankerOptions 'strict': {part}", StringComparison.Ordinal));
        }

        Assert.Empty(host.Logs.Of(eventId: 1));
    }

    [Fact]
    public void A_generator_with_a_key_may_embed_queries()
    {
        using var services = new ServiceCollection()
            .AddKeyedQwen3EmbeddingGenerator(
                "queries", options => (options.ModelPath, options.Role) = (GoldenModels.EmbeddingFile, EmbeddingRole.Query)).Services
            .BuildServiceProvider();
        Assert.Equal(EmbeddingRole.Query, services.GetRequiredKeyedService<Qwen3EmbeddingGenerator>("queries").Role);
    }

    private static IConfigurationRoot Configuration(params (string Key, string Value)[] values) =>
        new ConfigurationBuilder().AddInMemoryCollection(values.ToDictionary(value => value.Key, value => (string?)value.Value)).Build();
}
