using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Qwen3.Connectors.Tests.Hosting;

/// <summary>The code of docs/hosting.md, compiled and run.</summary>
public partial class HostingPageTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_application_of_the_page_embeds_queries_and_is_ready()
    {
        string[] args = ["--urls", "http://127.0.0.1:0"];

        var builder = WebApplication.CreateBuilder(args);
        builder.Services
            .AddQwen3EmbeddingGenerator(options => options.ModelPath = GoldenModels.EmbeddingFile)
            .AddQwen3Reranker(options => options.ModelPath = GoldenModels.RerankerFile);
        builder.Services.AddHealthChecks().AddQwen3();

        builder.Logging.ClearProviders();
        await using var application = builder.Build();
        var app = application;
        app.MapHealthChecks("/health/ready", new() { Predicate = check => check.Tags.Contains("ready") });
        app.MapHealthChecks("/health/live", new() { Predicate = _ => false });
        app.MapGet("/search", async (
            string text,
            [FromKeyedServices(Qwen3ServiceKeys.Query)] IEmbeddingGenerator<string, Embedding<float>> queries) =>
            await queries.GenerateVectorAsync(text));

        await app.StartAsync(Cancellation);
        var golden = GoldenModels.Load();
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        var vector = await client.GetFromJsonAsync<float[]>($"/search?text={Uri.EscapeDataString(golden.Queries[0])}", Cancellation);
        Assert.All(golden.QueryEmbeddings[0].Zip(vector!), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    [Fact]
    public void The_registrations_of_the_page_take_their_sections()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Search:Code:ModelPath"] = GoldenModels.EmbeddingFile,
            ["Search:Code:Dimensions"] = "64",
        });
        builder.Services.AddQwen3EmbeddingGenerator().AddQwen3Reranker();
        builder.Services.AddKeyedQwen3EmbeddingGenerator("code", builder.Configuration.GetSection("Search:Code"));
        using var services = builder.Services.BuildServiceProvider();
        var metadata = services.GetRequiredKeyedService<IEmbeddingGenerator>("code").GetService(typeof(EmbeddingGeneratorMetadata));
        Assert.Equal(64, Assert.IsType<EmbeddingGeneratorMetadata>(metadata).DefaultModelDimensions);
    }

    [Fact]
    public void The_code_of_the_page_is_the_code_of_this_file()
    {
        var compiled = File.ReadLines(TestData.File("tests", "Qwen3.Connectors.Tests", "Hosting", "HostingPageTests.cs"))
            .Select(line => line.Trim())
            .Concat(["using Qwen3.Connectors;", "var app = builder.Build();", "app.Run();"])
            .Select(line => line
                .Replace("GoldenModels.EmbeddingFile", "\"models/Qwen3-Embedding-0.6B-Q8_0.gguf\"", StringComparison.Ordinal)
                .Replace("GoldenModels.RerankerFile", "\"models/Qwen3-Reranker-0.6B-Q8_0.gguf\"", StringComparison.Ordinal))
            .ToHashSet();
        var blocks = CodeBlock().Matches(File.ReadAllText(TestData.File("docs", "hosting.md")).ReplaceLineEndings("\n"));
        Assert.Equal(2, blocks.Count);
        Assert.All(blocks.SelectMany(block => block.Groups[1].Value.Split('\n')), line => Assert.Contains(line.Trim(), compiled));
    }

    [GeneratedRegex("```csharp\n(.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}
