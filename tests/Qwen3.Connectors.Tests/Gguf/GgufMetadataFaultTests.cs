using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Inference.Gguf;

namespace Qwen3.Connectors.Tests.Gguf;

public class GgufMetadataFaultTests
{
    private static byte[] Length(ulong length) => GgufWriter.Number(length);

    [Theory]
    [InlineData(ulong.MaxValue, "18446744073709551615 bytes")]
    [InlineData(1UL << 63, "9223372036854775808 bytes")]
    [InlineData(1UL << 40, "1099511627776 bytes")]
    [InlineData(1UL << 30, "would take 1073741824 bytes")]
    [InlineData(100UL, "would take 100 bytes")]
    public void A_string_that_cannot_be_so_long_is_refused(ulong length, string found)
    {
        Refusal.Of(new GgufWriter().PutRaw("a", GgufValueType.String, [.. Length(length), 65]), found, "metadata key 'a'");
        Refusal.Of(new GgufWriter().PutRaw([.. Length(length), 65], GgufValueType.Bool, [1]), found, "metadata entry 1 of 1");
    }

    [Theory]
    [InlineData(-1, "-1 elements")]
    [InlineData(long.MinValue, "-9223372036854775808 elements")]
    [InlineData(1L << 40, "1099511627776 elements")]
    [InlineData(1L << 30, "1073741824 elements")]
    [InlineData(3, "3 elements in metadata key 'a', of at least 4 bytes each")]
    public void An_array_that_cannot_have_so_many_elements_is_refused(long count, string found) =>
        Refusal.Of(new GgufWriter().Align(4).PutRawArray("a", GgufValueType.Int32, count, new byte[8]), found);

    [Theory]
    [InlineData(-1, "-1 strings")]
    [InlineData(1L << 40, "1099511627776 strings")]
    [InlineData(5, "5 strings in metadata key 'a', of at least 8 bytes each")]
    public void An_array_that_cannot_have_so_many_strings_is_refused(long count, string found) =>
        Refusal.Of(new GgufWriter().Align(4).PutRawArray("a", GgufValueType.String, count, GgufWriter.Text("a text")).PutRaw("b", GgufValueType.Bool, [1]), found);

    [Theory]
    [InlineData(500UL, "one of its strings at byte")]
    [InlineData(ulong.MaxValue, "18446744073709551615 bytes as the length of one of its strings")]
    public void A_string_of_an_array_that_cannot_be_so_long_is_refused(ulong length, string found) =>
        Refusal.Of(new GgufWriter().PutRawArray("a", GgufValueType.String, 2, [.. GgufWriter.Text("x"), .. Length(length)]), found, "metadata key 'a'");

    [Fact]
    public void An_array_of_arrays_is_refused() =>
        Refusal.Of(new GgufWriter().PutRawArray("a", GgufValueType.Array, 1, new byte[32]), "an array of arrays in metadata key 'a'");

    [Theory]
    [InlineData(13u)]
    [InlineData(uint.MaxValue)]
    public void An_unknown_type_of_value_is_named(uint type)
    {
        Refusal.Of(new GgufWriter().PutRaw("a", (GgufValueType)type, new byte[8]), $"value type {type} in metadata key 'a'");
        Refusal.Of(new GgufWriter().PutRawArray("a", (GgufValueType)type, 1, new byte[8]), $"value type {type} in metadata key 'a'");
    }

    [Fact]
    public void A_bool_is_0_or_1()
    {
        Refusal.Of(new GgufWriter().PutRaw("a", GgufValueType.Bool, [2]), "2 as a bool in metadata key 'a'");
        Refusal.Of(new GgufWriter().PutRawArray("a", GgufValueType.Bool, 3, [0, 1, 255]), "255 as a bool in metadata key 'a'");
    }

    [Fact]
    public void A_key_is_a_name()
    {
        Refusal.Of(new GgufWriter().Put("", 1u).Put("b", 1u), "a key of 0 bytes");
        Refusal.Of(new GgufWriter().Put("a\nb", 1u), "a key of 3 bytes, 'a\\nb'");
        Refusal.Of(new GgufWriter().Put("a\0b", 1u), "a key of 3 bytes, 'a?b'");
        Refusal.Of(new GgufWriter().PutRaw([.. Length(2), 0xC3, 0x28], GgufValueType.Bool, [1]), "a key of 2 bytes");
        Refusal.Of(new GgufWriter().Put(new string('x', 65536), 1u), "a key of 65536 bytes, 'xxx");
    }

    [Fact]
    public void A_key_stands_once() => Refusal.Of(new GgufWriter().Put("twice", 1u).Put("twice", 2u), "the metadata key 'twice' twice");

    [Theory]
    [InlineData(0u)]
    [InlineData(1u)]
    [InlineData(48u)]
    [InlineData(1u << 31)]
    public void An_alignment_is_a_power_of_two_of_sane_size(uint alignment) =>
        Refusal.Of(new GgufWriter().Put("general.alignment", alignment), $"{alignment} under the metadata key 'general.alignment'", "a power of two");

    [Fact]
    public void An_alignment_is_a_number() =>
        Refusal.Of(new GgufWriter().Put("general.alignment", "32"), "type string under the metadata key 'general.alignment'", "an integer");

    [Fact]
    public void A_value_of_another_type_than_asked_for_is_named()
    {
        using var file = new TemporaryFile(new GgufWriter().Put("text", "x").Put("number", 7u).Put("minus", -1).Put("real", 1.5f).PutArray("list", 1.5f)
            .PutArray("big", ulong.MaxValue).PutRaw("mangled", GgufValueType.String, [.. Length(2), 0xC3, 0x28]).ToArray());
        using var gguf = GgufFile.Open(file.Path);
        var metadata = gguf.Metadata;
        Throws(() => metadata.GetUInt32("text"), "type string under the metadata key 'text'", "expected an integer");
        Throws(() => metadata.GetUInt32("real"), "type f32 under the metadata key 'real'", "expected an integer");
        Throws(() => metadata.GetUInt32("list"), "type array of f32 under the metadata key 'list'", "expected an integer");
        Throws(() => metadata.GetUInt32("minus"), "-1 under the metadata key 'minus'", "0 to 4294967295");
        Throws(() => metadata.TryGetSingle("number", out _), "type u32 under the metadata key 'number'", "expected a floating point number");
        Throws(() => metadata.GetString("number"), "type u32 under the metadata key 'number'", "expected a string");
        Throws(() => metadata.GetString("mangled"), "2 bytes that are no text under the metadata key 'mangled'", "valid UTF-8");
        Throws(() => metadata.TryGetBool("number", out _), "type u32 under the metadata key 'number'", "expected a bool");
        Throws(() => metadata.GetStrings("text"), "type string under the metadata key 'text'", "expected an array of strings");
        Throws(() => metadata.GetStrings("list"), "type array of f32 under the metadata key 'list'", "expected an array of strings");
        Throws(() => metadata.GetInt32s("list"), "type array of f32 under the metadata key 'list'", "expected an array of integers");
        Throws(() => metadata.GetInt32s("big"), "18446744073709551615 under the metadata key 'big[0]'");
    }

    [Fact]
    public void A_missing_key_is_named()
    {
        using var file = new TemporaryFile(new GgufWriter().ToArray());
        using var gguf = GgufFile.Open(file.Path);
        var metadata = gguf.Metadata;
        Throws(() => metadata.GetUInt32("qwen3.block_count"), "no metadata key 'qwen3.block_count'", "an integer");
        Throws(() => metadata.GetString("a"), "no metadata key 'a'", "a string");
        Throws(() => metadata.GetStrings("a"), "no metadata key 'a'", "an array of strings");
        Throws(() => metadata.GetInt32s("a"), "no metadata key 'a'", "an array of integers");
        Throws(() => gguf.GetTensor("output.weight"), "no tensor 'output.weight'");
    }

    private static void Throws(Func<object> read, params string[] reasons)
    {
        var exception = Assert.Throws<InvalidModelException>(() => { read(); });
        Assert.All(reasons, reason => Assert.Contains(reason, exception.Message, StringComparison.Ordinal));
    }
}
