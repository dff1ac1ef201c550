using System.Text.Json;
using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Tests.Gguf;
using Qwen3.Connectors.Tests.Models.Verification;

namespace Qwen3.Connectors.Tests.Loading;

/// <summary>Keys that change the computation are refused by loading, description and verification alike; values that change nothing load.</summary>
public class ArchitectureKeyTests
{
    private static readonly JsonElement[] s_cases =
        [.. JsonDocument.Parse(File.ReadAllText(TestData.File("tests", "data", "cases", "model-keys.json"))).RootElement.EnumerateArray()];

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, s_cases.Length)];

    /// <summary>The head size of the tests' model is 32, its context 32,768.</summary>
    public static TheoryData<string, double> Refused => new()
    {
        { "rope.scale_linear", 4 },
        { "rope.dimension_count", 16 },
        { "rope.dimension_count", 64 },
        { "rope.scaling.factor", double.NaN },
        { "rope.scaling.yarn_ext_factor", 1 },
        { "attention.sliding_window", 4096 },
        { "attention.clamp_kqv", 8 },
        { "attention.max_alibi_bias", 8 },
        { "attention.scale", 0.5 },
        { "attn_logit_softcapping", 50 },
        { "final_logit_softcapping", 30 },
        { "logit_scale", 0.25 },
        { "residual_scale", 0.5 },
        { "embedding_scale", 12 },
        { "expert_count", 8 },
    };

    public static TheoryData<string, double> Neutral => new()
    {
        { "rope.scale_linear", 1 },
        { "rope.dimension_count", 32 },
        { "rope.scaling.factor", 1 },
        { "attention.sliding_window", 0 },
        { "attention.sliding_window", 32768 },
        { "attention.clamp_kqv", 0 },
        { "attention.scale", 0.1767767 },
        { "attn_logit_softcapping", 0 },
        { "logit_scale", 1 },
        { "expert_count", 0 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_key_of_the_shared_cases_has_the_expected_effect(int index)
    {
        var test = s_cases[index];
        var tiny = new TinyQwen3();
        Put(tiny.Writer, test.GetProperty("key").GetString()!, test.GetProperty("value"));
        if (test.TryGetProperty("with", out var others))
        {
            foreach (var other in others.EnumerateObject())
            {
                Put(tiny.Writer, other.Name, other.Value);
            }
        }

        if (test.GetProperty("expect").GetString()!.StartsWith("loads", StringComparison.Ordinal))
        {
            await AssertLoadsAsync(tiny.ToArray());
        }
        else
        {
            await AssertRefusedAsync(tiny.ToArray(), test.GetProperty("key").GetString()!);
        }
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task A_key_that_changes_the_computation_is_refused(string key, double value)
    {
        var tiny = new TinyQwen3();
        tiny.Writer.Put($"qwen3.{key}", (float)value);
        await AssertRefusedAsync(tiny.ToArray(), key);
        if (double.IsInteger(value))
        {
            var asInteger = new TinyQwen3();
            asInteger.Writer.Put($"qwen3.{key}", (uint)value);
            await AssertRefusedAsync(asInteger.ToArray(), key);
        }
    }

    [Theory]
    [MemberData(nameof(Neutral))]
    public async Task A_value_that_changes_nothing_loads(string key, double value)
    {
        var tiny = new TinyQwen3();
        tiny.Writer.Put($"qwen3.{key}", (float)value);
        await AssertLoadsAsync(tiny.ToArray());
    }

    [Fact]
    public async Task Parallel_residuals_and_positions_in_sections_are_refused()
    {
        var parallel = new TinyQwen3();
        parallel.Writer.Put("qwen3.use_parallel_residual", true);
        await AssertRefusedAsync(parallel.ToArray(), "use_parallel_residual");
        var sections = new TinyQwen3();
        sections.Writer.PutArray("qwen3.rope.dimension_sections", 8, 4, 4, 0);
        await AssertRefusedAsync(sections.ToArray(), "rope.dimension_sections");
    }

    [Theory]
    [InlineData(1e30f)]
    [InlineData(1f)]
    [InlineData(1e-30f)]
    [InlineData(0f)]
    [InlineData(-1e-6f)]
    [InlineData(float.NaN)]
    public async Task An_implausible_epsilon_is_refused(float epsilon)
    {
        var rewriter = new GgufRewriter(new TinyQwen3()).WithoutKey("qwen3.attention.layer_norm_rms_epsilon");
        rewriter.Writer.Put("qwen3.attention.layer_norm_rms_epsilon", epsilon);
        await AssertRefusedAsync(rewriter.ToArray(), "layer_norm_rms_epsilon");
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(1e-20f)]
    [InlineData(1e30f)]
    [InlineData(float.PositiveInfinity)]
    public async Task An_implausible_rope_base_is_refused(float ropeBase)
    {
        var rewriter = new GgufRewriter(new TinyQwen3()).WithoutKey("qwen3.rope.freq_base");
        rewriter.Writer.Put("qwen3.rope.freq_base", ropeBase);
        await AssertRefusedAsync(rewriter.ToArray(), "rope.freq_base");
    }

    private static async Task AssertLoadsAsync(byte[] content)
    {
        using var file = new TemporaryFile(content);
        EmbeddingModel.Load(file.Path).Dispose();
        Assert.Equal(ModelKind.Embedding, ModelDescription.Read(file.Path).Kind);
        Assert.True((await Verified.FileAsync(file.Path)).Passed);
    }

    private static async Task AssertRefusedAsync(byte[] content, string key)
    {
        using var file = new TemporaryFile(content);
        Assert.Contains(key, Assert.Throws<InvalidModelException>(() => EmbeddingModel.Load(file.Path).Dispose()).Found, StringComparison.Ordinal);
        Assert.Contains(key, Assert.Throws<InvalidModelException>(() => ModelDescription.Read(file.Path)).Found, StringComparison.Ordinal);
        var result = await Verified.FileAsync(file.Path);
        Assert.False(result.Passed);
        Assert.Contains(result.Checks, check => check.Found.Contains(key, StringComparison.Ordinal) && check.Advice is not null);
    }

    private static void Put(GgufWriter writer, string key, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                writer.Put(key, value.GetString()!);
                break;
            case JsonValueKind.Number:
                writer.Put(key, value.GetSingle());
                break;
            default:
                writer.Put(key, value.GetBoolean());
                break;
        }
    }
}
