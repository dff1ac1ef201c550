using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Tests.Hosting;

/// <summary>A host does not start with a wrong configuration, and one exception lists everything that is wrong, with its section.</summary>
public class ConfigurationTests
{
    [Fact]
    public async Task Every_fault_of_a_section_is_reported_at_start()
    {
        var faults = await StartAsync(
            """
            {
              "Qwen3": {
                "Embedding": {
                  "ModelPath": "qwen3-embeding:0.6b", "QueryInstuction": "x", "Colour": "red", "Truncation": "TruncatEnd",
                  "Role": "Documents",
                  "Dimensions": "five", "MaxTokens": 1, "Inference": { "BatchToken": 64, "ThreadCount": "", "SharePrefixes": "maybe" }
                },
                "Reranker": { "ModelPath": "", "Instruction": [ "a", "b" ], "Inference": 4 }
              }
            }
            """);
        const string embedding = "Qwen3EmbeddingOptions (section 'Qwen3:Embedding'): ";
        const string reranker = "Qwen3RerankerOptions (section 'Qwen3:Reranker'): ";
        Assert.Single(faults, embedding + "There is no option 'QueryInstuction'. Did you mean 'QueryInstruction'?");
        Assert.Single(
            faults,
            embedding + "There is no option 'Colour'. "
                + "The options are ModelPath, Role, QueryInstruction, Dimensions, MaxTokens, Truncation, Inference.");
        Assert.Single(
            faults,
            embedding + "Truncation is 'TruncatEnd'; expected one of Throw, TruncateEnd, TruncateStart. Did you mean 'TruncateEnd'?");
        Assert.Single(faults, embedding + "Role is 'Documents'; expected one of Document, Query. Did you mean 'Document'?");
        Assert.Single(faults, embedding + "Dimensions is 'five'; expected a whole number.");
        Assert.Single(faults, embedding + "MaxTokens is 1; expected at least 2.");
        Assert.Single(faults, embedding + "There is no option 'Inference.BatchToken'. Did you mean 'Inference.BatchTokens'?");
        Assert.Single(faults, embedding + "Inference.ThreadCount is empty; expected a whole number.");
        Assert.Single(faults, embedding + "Inference.SharePrefixes is 'maybe'; expected true or false.");
        Assert.Single(
            faults,
            fault => fault.StartsWith(
                embedding + "ModelPath: 'qwen3-embeding:0.6b' is neither a file nor a name of the catalog. "
                    + "The nearest names are 'Qwen3-Embedding-",
                StringComparison.Ordinal));
        Assert.Single(faults, reranker + "ModelPath is empty; expected a path, a name of the catalog, or null.");
        Assert.Single(faults, reranker + "Instruction is a section or a list; expected a text.");
        Assert.Single(
            faults,
            fault => fault.StartsWith(reranker + "Inference is '4'; expected a section with ThreadCount, ", StringComparison.Ordinal));
        Assert.Equal(13, faults.Count);
    }

    [Fact]
    public async Task A_section_that_is_missing_is_named()
    {
        var faults = await StartAsync("{}");
        Assert.Contains("Qwen3EmbeddingOptions (section 'Qwen3:Embedding'): The section does not exist or is empty.", faults);
        Assert.Contains(
            "Qwen3RerankerOptions (section 'Qwen3:Reranker'): "
                + "ModelPath is not set; expected the path of a GGUF file, or a name of the catalog.",
            faults);
    }

    [Fact]
    public void A_registration_with_a_key_names_key_and_section()
    {
        var section = Parse("""{ "Search": { "Code": { "ModelPath": "nowhere.gguf" } } }""").GetSection("Search:Code");
        using var services = new ServiceCollection().AddKeyedQwen3EmbeddingGenerator("code", section).Services.BuildServiceProvider();
        var exception = Assert.Throws<OptionsValidationException>(() => services.GetRequiredKeyedService<Qwen3EmbeddingGenerator>("code"));
        Assert.StartsWith(
            "Qwen3EmbeddingOptions 'code' (section 'Search:Code'): ModelPath is 'nowhere.gguf', and there is no such file (looked for '",
            Assert.Single(exception.Failures),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_that_the_model_file_does_not_allow_are_found_at_start_by_its_header()
    {
        var faults = await StartAsync(
            $$"""
            {
              "Qwen3": {
                "Embedding": { "ModelPath": {{Quote(GoldenModels.EmbeddingFile)}}, "Dimensions": 5000, "MaxTokens": 1000000 },
                "Reranker": { "ModelPath": {{Quote(GoldenModels.RerankerFile)}}, "MaxTokens": 1000000 }
              }
            }
            """);
        var context = ModelDescription.Read(GoldenModels.EmbeddingFile).Shape.ContextLength;
        var tail = $"; the model's context length is {context}. Set a lower value, or null for the context length.";
        Assert.Equal(
            [
                "Qwen3EmbeddingOptions (section 'Qwen3:Embedding'): "
                    + "Dimensions is 5000; the model has 256. Set a lower value, or null for all.",
                "Qwen3EmbeddingOptions (section 'Qwen3:Embedding'): MaxTokens is 1000000" + tail,
                "Qwen3RerankerOptions (section 'Qwen3:Reranker'): MaxTokens is 1000000" + tail,
            ],
            faults);
    }

    [Fact]
    public async Task A_model_of_the_other_kind_is_found_at_start()
    {
        var faults = await StartAsync(
            $$"""
            {
              "Qwen3": {
                "Embedding": { "ModelPath": {{Quote(GoldenModels.RerankerFile)}} },
                "Reranker": { "ModelPath": {{Quote(GoldenModels.EmbeddingFile)}} }
              }
            }
            """);
        Assert.Equal(
            [
                "Qwen3EmbeddingOptions (section 'Qwen3:Embedding'): "
                    + $"ModelPath is '{GoldenModels.RerankerFile}', a reranker; expected an embedding model.",
                "Qwen3RerankerOptions (section 'Qwen3:Reranker'): "
                    + $"ModelPath is '{GoldenModels.EmbeddingFile}', an embedding model; expected a reranker.",
            ],
            faults);
    }

    [Fact]
    public async Task A_named_model_is_checked_by_its_catalog_entry_without_a_download()
    {
        var faults = await StartAsync(
            """
            {
              "Qwen3": {
                "Embedding": { "ModelPath": "qwen3-embedding:0.6b", "Dimensions": 5000 },
                "Reranker": { "ModelPath": "qwen3-embedding:0.6b" }
              }
            }
            """);
        Assert.Equal(
            [
                "Qwen3EmbeddingOptions (section 'Qwen3:Embedding'): "
                    + "Dimensions is 5000; the model has 1024. Set a lower value, or null for all.",
                "Qwen3RerankerOptions (section 'Qwen3:Reranker'): "
                    + "ModelPath is 'qwen3-embedding:0.6b', an embedding model; expected a reranker.",
            ],
            faults);
    }

    [Fact]
    public void Keys_ignore_case_and_null_leaves_the_default()
    {
        var section = Parse(
            $$"""
            {
              "modelpath": {{Quote(GoldenModels.EmbeddingFile)}}, "TRUNCATION": "truncateend", "Dimensions": null,
              "inference": { "batchtokens": 64, "kernel": null, "threadcount": 1 }
            }
            """);
        using var services = new ServiceCollection().AddQwen3EmbeddingGenerator(section).Services.BuildServiceProvider();
        var options = services.GetRequiredService<IOptions<Qwen3EmbeddingOptions>>().Value;
        Assert.Equal((Truncation.TruncateEnd, (int?)null, 64), (options.Truncation, options.Dimensions, options.Inference.BatchTokens));
    }

    [Fact]
    public void Every_option_has_a_configuration_key()
    {
        // A backend is an object, which no configuration can hold.
        Assert.Equal(Names<InferenceOptions>().Except(["Backend"]), Keys("Inference:Colour"));
        Assert.Equal(Names<Qwen3EmbeddingOptions>(), Keys("Colour"));

        static IEnumerable<string> Names<T>() =>
            typeof(T).GetProperties()
                .Where(property => property.GetMethod is { IsStatic: false }).Select(property => property.Name).Order();

        static IEnumerable<string> Keys(string unknown)
        {
            var configuration = new ConfigurationBuilder().AddInMemoryCollection([new(unknown, "red")]).Build();
            using var services = new ServiceCollection().AddQwen3EmbeddingGenerator(configuration).Services.BuildServiceProvider();
            var options = services.GetRequiredService<IOptions<Qwen3EmbeddingOptions>>();
            var exception = Assert.Throws<OptionsValidationException>(() => options.Value);
            var fault = Assert.Single(exception.Failures, fault => fault.Contains("There is no option", StringComparison.Ordinal));
            return fault[(fault.IndexOf("are ", StringComparison.Ordinal) + 4)..].TrimEnd('.').Split(", ").Order();
        }
    }

    [Fact]
    public async Task Messages_do_not_depend_on_the_culture()
    {
        var culture = CultureInfo.CurrentCulture;
        try
        {
            var other = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            var format = other.NumberFormat;
            (format.NegativeSign, format.NumberGroupSeparator, format.NumberDecimalSeparator) = ("~", "'", ",");
            CultureInfo.CurrentCulture = other;
            var faults = await StartAsync(
                """
                {
                  "Qwen3": { "Embedding": { "Dimensions": -5000, "Inference": { "ThreadCount": -3 } }, "Reranker": { "MaxTokens": -1000 } }
                }
                """);
            Assert.Contains(faults, fault => fault.Contains("Dimensions is -5000; expected at least 32.", StringComparison.Ordinal));
            Assert.Contains(faults, fault => fault.Contains("ThreadCount is -3; expected 1 to 1,024", StringComparison.Ordinal));
            Assert.Contains(faults, fault => fault.Contains("MaxTokens is -1000; expected at least 1.", StringComparison.Ordinal));
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    private static string Quote(string path) => System.Text.Json.JsonSerializer.Serialize(path);

    private static MemoryStream ToStream(string json) => new(System.Text.Encoding.UTF8.GetBytes(json));

    private static IConfigurationRoot Parse(string json) => new ConfigurationBuilder().AddJsonStream(ToStream(json)).Build();

    /// <summary>Starts a host with both sections of a configuration, and returns the faults that it does not start with.</summary>
    private static async Task<List<string>> StartAsync(string json)
    {
        await using var host = TestHost.Build(builder =>
        {
            builder.Configuration.AddJsonStream(ToStream(json));
            builder.Services.AddQwen3EmbeddingGenerator().Services.AddQwen3Reranker();
        });
        var exception = await Assert.ThrowsAnyAsync<Exception>(host.StartAsync);
        var exceptions = exception is AggregateException all ? all.InnerExceptions : (IReadOnlyList<Exception>)[exception];
        return [.. exceptions.Cast<OptionsValidationException>().SelectMany(inner => inner.Failures)];
    }
}
