using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Qwen3.Connectors.Remote;
using Qwen3.Connectors.Tests.Telemetry;

namespace Qwen3.Connectors.Tests.Remote;

/// <summary>How servers are named: by URL, connection string, configuration section and service discovery; and that keys stay
/// secret.</summary>
public class ConnectionTests
{
    private const string Key = "secret-91c2";
    private const string Canary = "canary-7f3a";

    [Fact]
    public void A_connection_string_sets_every_option_by_its_name()
    {
        var options = RemoteOptions.Parse(
            "Endpoint=https://a:8000,https://b/v1; Model=Qwen/Qwen3-Embedding-0.6B;key=a=b==;KeyHeader=api-key;protocol=vllm;"
            + "MaxConcurrentRequests=7;MaxTextsPerRequest=9;MaxTokens=512;RequestTimeout=00:00:30;Timeout=00:05:00;MaxRetries=2;"
            + "HedgingDelay=00:00:01;FallbackModel=m.gguf;LocalFirst=true;AllowKeyOverHttp=true");
        Assert.Equal([new Uri("https://a:8000"), new Uri("https://b/v1")], options.Endpoints);
        Assert.Equal(("Qwen/Qwen3-Embedding-0.6B", "a=b==", "api-key"), (options.Model, options.Key, options.KeyHeader));
        Assert.Equal((RemoteProtocol.Vllm, 7, 9, 512, 2), (
            options.Protocol, options.MaxConcurrentRequests, options.MaxTextsPerRequest, options.MaxTokens, options.MaxRetries));
        Assert.Equal((30, 300, 1), (
            options.RequestTimeout.TotalSeconds, options.Timeout.TotalSeconds, options.HedgingDelay!.Value.TotalSeconds));
        Assert.Equal(("m.gguf", true, true), (options.FallbackModel, options.LocalFirst, options.AllowKeyOverHttp));
        Assert.Empty(options.Validate());
        Assert.Equal("https://a:8000/, https://b/v1 (Qwen/Qwen3-Embedding-0.6B)", options.ToString());
    }

    [Theory]
    [InlineData("Endpoint=http://h;Colour=" + Key)]
    [InlineData("Endpoint=http://h;" + Key)]
    [InlineData("Endpoint=" + Key)]
    [InlineData("Endpoint=http://h;MaxTokens=" + Key)]
    [InlineData("Endpoint=http://h;Protocol=" + Key)]
    [InlineData("Endpoint=http://h;Timeout=" + Key)]
    [InlineData("Endpoint=http://h;LocalFirst=" + Key)]
    public void A_fault_of_a_connection_string_names_the_option_and_quotes_no_value(string text)
    {
        var exception = Assert.Throws<FormatException>(() => RemoteOptions.Parse(text));
        Assert.DoesNotContain(Key, exception.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Endpoint=http://gpu:8000;Key=" + Key, "use https, or set AllowKeyOverHttp")]
    [InlineData("Endpoint=http://me:" + Key + "@gpu:8000", "would appear in logs")]
    [InlineData("Endpoint=ftp://gpu", "http or https")]
    [InlineData("Model=m", "expected the address of a server")]
    [InlineData("Endpoint=http://gpu;MaxRetries=21", "MaxRetries")]
    [InlineData("Endpoint=http://gpu;LocalFirst=true", "FallbackModel")]
    [InlineData("Endpoint=http://gpu;FallbackModel=http://other", "address of a server")]
    public void A_wrong_option_is_refused_when_the_engine_is_created(string text, string fault)
    {
        var exception = Assert.ThrowsAny<ArgumentException>(() => Qwen3EmbeddingGenerator.Connect(text));
        Assert.Contains(fault, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, exception.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Endpoint=https://gpu;Key=" + Key)]
    [InlineData("Endpoint=http://localhost:1;Key=" + Key)]
    [InlineData("Endpoint=http://127.0.0.1:1;Key=" + Key)]
    [InlineData("Endpoint=http://gpu;Key=" + Key + ";AllowKeyOverHttp=true")]
    public void A_key_may_go_over_https_or_stay_on_this_machine(string text)
    {
        using var generator = Qwen3EmbeddingGenerator.Connect(text);
        Assert.DoesNotContain(Key, $"{generator}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_path_of_a_section_names_a_server_and_the_connection_is_bound_from_another()
    {
        await using var server = await RemoteEngines.StartAsync(configure: fake => fake.RequiredKey = Key);
        await using var provider = Build(
            new()
            {
                ["Qwen3:Embedding:ModelPath"] = server.Address.ToString(),
                ["Qwen3:Embedding:Dimensions"] = "32",
                ["Connection:Key"] = Key,
                ["Connection:MaxTextsPerRequest"] = "3",
            },
            (services, configuration) =>
            {
                services.AddQwen3EmbeddingGenerator();
                services.AddQwen3Remote(options => configuration.GetSection("Connection").Bind(options));
            });
        var generator = provider.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>();
        var rows = await generator.GenerateAsync(["a", "b", "c", "d"], cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(32, rows[3].Vector.Length);
        Assert.All(server.AnsweredTexts, texts => Assert.InRange(texts.Count, 1, 3));
    }

    [Fact]
    public async Task Servers_are_found_by_service_discovery()
    {
        await using var server = await RemoteEngines.StartAsync();
        await using var provider = Build(
            new() { ["Services:embeddings:http:0"] = server.Address.ToString() },
            (services, _) =>
            {
                services.AddServiceDiscovery();
                services.AddQwen3EmbeddingGenerator("Service=http://embeddings");
            });
        var generator = provider.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>();
        var rows = await generator.GenerateAsync(["a", "b"], cancellationToken: TestContext.Current.CancellationToken);
        RemoteEngines.AssertCheap(["a", "b"], rows);
    }

    [Fact]
    public void Without_the_package_registered_a_server_is_refused_with_the_missing_call()
    {
        using var provider = Build([], (services, _) => services.AddQwen3EmbeddingGenerator(options => options.ModelPath = "http://h"));
        var exception = Assert.Throws<InvalidOperationException>(() =>
            provider.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>());
        Assert.Contains("AddQwen3Remote", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Neither_keys_nor_texts_appear_in_logs_traces_and_exceptions()
    {
        await using var server = await RemoteEngines.StartAsync();
        using var logs = new CapturedLogs();
        var connection = $"Endpoint={server.Address};Key={Key};MaxRetries=0";
        await using var provider = Build(
            [],
            (services, _) =>
            {
                services.AddSingleton<ILoggerFactory>(logs);
                services.AddQwen3EmbeddingGenerator(connection);
            });
        var generator = provider.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>();
        await generator.GenerateAsync(["text"], cancellationToken: TestContext.Current.CancellationToken);
        server.Faults.Add(500, $"{{\"error\":\"{Canary} {Key}\"}}");
        var refused = await Record.ExceptionAsync(() => GenerateAsync());
        server.Faults.Add(200, $"{{\"data\":\"{Canary} {Key}\"}}");
        var wrong = await Record.ExceptionAsync(() => GenerateAsync());
        await server.KillAsync();
        var down = await Record.ExceptionAsync(() => GenerateAsync());
        Assert.NotEmpty(logs.Entries);
        var said = string.Join('\n', logs.Entries.Select(entry => $"{entry}")) + refused + wrong + down + generator;
        Assert.DoesNotContain(Canary, said, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, said, StringComparison.Ordinal);

        Task GenerateAsync() => generator.GenerateAsync([Canary], cancellationToken: TestContext.Current.CancellationToken);
    }

    private static ServiceProvider Build(Dictionary<string, string?> settings, Action<IServiceCollection, IConfiguration> configure)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(configuration);
        services.AddLogging();
        configure(services, configuration);
        return services.BuildServiceProvider();
    }
}
