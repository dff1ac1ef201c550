using System.Globalization;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Qwen3.Connectors.Inference;

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
            .AddQwen3EmbeddingGenerator(options => options.ModelPath = GoldenModels.EmbeddingFile).Services
            .AddQwen3Reranker(options => options.ModelPath = GoldenModels.RerankerFile);
        builder.Services.AddHealthChecks().AddQwen3();
        builder.Services.AddProblemDetails().AddExceptionHandler<UnavailableHandler>();

        builder.Logging.ClearProviders();
        await using var application = builder.Build();
        var app = application;
        app.UseExceptionHandler();
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
    public async Task A_call_that_a_model_cannot_take_now_is_503_with_Retry_After_and_not_an_error_in_the_log()
    {
        await using var host = TestHost.Build(
            builder => builder.Services.AddProblemDetails().AddExceptionHandler<UnavailableHandler>(),
            app =>
            {
                app.UseExceptionHandler();
                app.MapGet("/overloaded", string () => throw new EngineOverloadedException(10, 20, 15));
                app.MapGet("/stopping", string () => throw new EngineStoppingException("model", wasRunning: false));
                app.MapGet("/other", string () => throw new InvalidOperationException());
            });
        await host.StartAsync();
        foreach (var (path, status) in ((string, int)[])[("/overloaded", 503), ("/stopping", 503), ("/other", 500)])
        {
            using var response = await host.SendAsync(path);
            Assert.Equal(status, (int)response.StatusCode);
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
            Assert.Equal(status == 503, response.Headers.RetryAfter?.Delta >= TimeSpan.FromSeconds(1));
        }

        Assert.Single(host.Logs.Entries, entry => entry.Level >= LogLevel.Error);
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
        builder.Services.AddQwen3EmbeddingGenerator().Services.AddQwen3Reranker();
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
            .Concat(["using Qwen3.Connectors;", "var app = builder.Build();", "app.Run();", "public sealed class UnavailableHandler : IExceptionHandler"])
            .Select(line => line
                .Replace("GoldenModels.EmbeddingFile", "\"models/Qwen3-Embedding-0.6B-Q8_0.gguf\"", StringComparison.Ordinal)
                .Replace("GoldenModels.RerankerFile", "\"models/Qwen3-Reranker-0.6B-Q8_0.gguf\"", StringComparison.Ordinal))
            .ToHashSet();
        var blocks = CodeBlock().Matches(File.ReadAllText(TestData.File("docs", "hosting.md")).ReplaceLineEndings("\n"));
        Assert.Equal(3, blocks.Count);
        Assert.All(blocks.SelectMany(block => block.Groups[1].Value.Split('\n')), line => Assert.Contains(line.Trim(), compiled));
    }

    /// <summary>Answers with 503 and Retry-After where a model can't take a call now.</summary>
    private sealed class UnavailableHandler : IExceptionHandler
    {
        public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
        {
            if (exception is not EngineUnavailableException unavailable)
            {
                return false;
            }

            context.Response.Headers.RetryAfter = Math.Ceiling(unavailable.RetryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            await Results.Problem(title: "The model is busy", statusCode: 503).ExecuteAsync(context);
            return true;
        }
    }

    [GeneratedRegex("```csharp\n(.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}
