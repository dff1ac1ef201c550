using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Qwen3.Connectors;
using Qwen3.Connectors.VectorData;
using Samples;

namespace RagApi;

/// <summary>A web service that stores documents, finds passages and answers questions.</summary>
internal static class RagApiProgram
{
    private const int MaxTop = 50;
    private const int MaxCharacters = 1_000_000;

    /// <summary>Builds the application. The setting <c>Store</c> is the file of the store.</summary>
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddQwen3EmbeddingGenerator(options => options.ModelPath = SampleFiles.EmbeddingModel);
        builder.Services.AddQwen3Reranker(options => options.ModelPath = SampleFiles.RerankerModel);
        builder.Services.AddQwen3LocalStore(
            builder.Configuration["Store"] ?? Path.Combine(Path.GetTempPath(), "qwen3-samples", "rag-api.db"));
        builder.Services.AddSingleton(services => new Qwen3Memory(
            services.GetRequiredService<VectorStore>(),
            services.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>(),
            services.GetRequiredService<ITextReranker>(),
            new() { Chunking = new() { MaxTokens = 120, OverlapTokens = 0, MinTokens = 0 } },
            leaveOpen: true));
        if (ChatModel.TryCreate(name => builder.Configuration[name], Console.Error, out var chat) && chat is not null)
        {
            builder.Services.AddSingleton(chat);
        }

        builder.Services.AddProblemDetails();
        builder.Services.AddHealthChecks().AddQwen3();
        var telemetry = builder.Services.AddOpenTelemetry()
            .WithTracing(tracing => tracing.AddAspNetCoreInstrumentation().AddSource("Qwen3.Connectors"))
            .WithMetrics(metrics => metrics.AddAspNetCoreInstrumentation().AddMeter("Qwen3.Connectors"));
        if (!string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
        {
            telemetry.UseOtlpExporter();
        }

        var app = builder.Build();
        app.UseExceptionHandler();
        app.MapHealthChecks("/health");
        app.MapPost("/documents", AddAsync);
        app.MapDelete("/documents/{**source}", DeleteAsync);
        app.MapPost("/search", SearchAsync);
        app.MapPost("/answer", AnswerAsync);
        return app;
    }

    /// <summary>Stores the texts of samples/data.</summary>
    public static Task<int> AddSamplesAsync(IServiceProvider services) => services.GetRequiredService<Qwen3Memory>().AddAsync(
        SampleFiles.ReadTexts().Select(text => new MemoryDocument(text.Name, text.Text) { Tags = [text.Language] }));

    private static async Task<IResult> AddAsync(AddRequest request, Qwen3Memory memory, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(request.Source) || string.IsNullOrWhiteSpace(request.Text) || request.Text.Length > MaxCharacters)
        {
            return Invalid($"Expected a 'source' and a 'text' of at most {MaxCharacters} characters.");
        }

        var document = new MemoryDocument(request.Source, request.Text) { Tags = request.Tags ?? [] };
        return Results.Ok(new { request.Source, passages = await memory.AddAsync([document], cancellationToken) });
    }

    private static async Task<IResult> DeleteAsync(string source, Qwen3Memory memory, CancellationToken cancellationToken) =>
        await memory.DeleteAsync(source, cancellationToken) is > 0 and var passages
            ? Results.Ok(new { source, passages })
            : Results.NotFound();

    private static async Task<IResult> SearchAsync(SearchRequest request, Qwen3Memory memory, CancellationToken cancellationToken)
    {
        var top = request.Top ?? 5;
        if (string.IsNullOrWhiteSpace(request.Query) || top is < 1 or > MaxTop)
        {
            return Invalid($"Expected a 'query', and a 'top' from 1 to {MaxTop}.");
        }

        return Results.Ok(await FindAsync(memory, request.Query, top, request.Tag, cancellationToken));
    }

    private static async Task<IResult> AnswerAsync(
        AnswerRequest request, Qwen3Memory memory, IServiceProvider services, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(request.Question))
        {
            return Invalid("Expected a 'question'.");
        }

        var passages = await FindAsync(memory, request.Question, top: 3, tag: null, cancellationToken);
        if (services.GetService<IChatClient>() is not { } chat)
        {
            return Results.Ok(new AnswerResponse(null, passages));
        }

        var context = string.Join("\n\n", passages.Select(passage => $"[{passage.Source}:{passage.StartLine}]\n{passage.Text}"));
        var prompt = $"Answer in one sentence from these passages alone, and name the source.\n\n{context}\n\nQuestion: {request.Question}";
        var answer = await chat.GetResponseAsync(prompt, cancellationToken: cancellationToken);
        return Results.Ok(new AnswerResponse(answer.Text, passages));
    }

    private static async Task<FoundPassage[]> FindAsync(
        Qwen3Memory memory, string query, int top, string? tag, CancellationToken cancellationToken)
    {
        var options = new MemorySearchOptions { Filter = tag is null ? null : record => record.Tags.Contains(tag) };
        var hits = await memory.SearchAsync(query, top, options, cancellationToken);
        return [.. hits.Select(
            hit => new FoundPassage(hit.Source, hit.Record.StartLine, hit.Record.EndLine, Math.Round(hit.Score, 4), hit.Text))];
    }

    private static IResult Invalid(string detail) => Results.Problem(detail, statusCode: StatusCodes.Status400BadRequest);
}
