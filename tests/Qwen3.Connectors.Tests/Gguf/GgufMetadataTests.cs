using System.Text;
using Qwen3.Connectors.Inference.Gguf;

namespace Qwen3.Connectors.Tests.Gguf;

public class GgufMetadataTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Every_type_of_value_is_read_back(uint version)
    {
        var writer = new GgufWriter(version).Put<byte>("u8", 200).Put<sbyte>("i8", 100).Put<ushort>("u16", 60000).Put<short>("i16", 30000)
            .Put("u32", uint.MaxValue).Put("i32", int.MaxValue).Put("u64", 5UL).Put("i64", 6L).Put("f32", 1.5f).Put("f64", 2.5)
            .Put("true", true).Put("false", false).Put("text", "grüße, 世界").Put("empty", "");
        Open(writer, file =>
        {
            var metadata = file.Metadata;
            Assert.Equal((int)version, file.Version);
            Assert.Equal([200u, 100u, 60000u, 30000u, uint.MaxValue, int.MaxValue, 5u, 6u],
                new[] { "u8", "i8", "u16", "i16", "u32", "i32", "u64", "i64" }.Select(metadata.GetUInt32));
            Assert.Equal((1.5f, 2.5f), (Single("f32"), Single("f64")));
            Assert.Equal((true, false), (Bool("true"), Bool("false")));
            Assert.Equal(("grüße, 世界", ""), (metadata.GetString("text"), metadata.GetString("empty")));
            Assert.Equal([200.0, 60000, uint.MaxValue, 1.5, 2.5], new[] { "u8", "u16", "u32", "f32", "f64" }.Select(Number));

            float? Single(string key) => metadata.TryGetSingle(key, out var value) ? value : null;
            bool? Bool(string key) => metadata.TryGetBool(key, out var value) ? value : null;
            double Number(string key) => metadata.TryGetNumber(key, out var value) ? value : double.NaN;
        });
    }

    [Fact]
    public void Arrays_are_read_back() => Open(
        new GgufWriter().PutArray("i32", -1, 0, int.MaxValue).PutArray("u32", 7u).PutArray<sbyte>("i8", -5, 5).PutArray<short>("i16", -300, 300).PutArray("i64", -3L).PutArray("none", Array.Empty<int>())
            .PutArray("texts", "a", "", "世界").PutArray("no texts", Array.Empty<string>()).PutArray("bools", true, false),
        file =>
        {
            var metadata = file.Metadata;
            Assert.Equal([-1, 0, int.MaxValue], metadata.GetInt32s("i32"));
            Assert.Equal([7], metadata.GetInt32s("u32"));
            Assert.Equal([-5, 5], metadata.GetInt32s("i8"));
            Assert.Equal([-300, 300], metadata.GetInt32s("i16"));
            Assert.Equal([-3], metadata.GetInt32s("i64"));
            Assert.Empty(metadata.GetInt32s("none"));
            Assert.Equal(0, metadata.GetStrings("no texts").Count);
            var texts = metadata.GetStrings("texts");
            Assert.Equal(["a", "", "世界"], Enumerable.Range(0, texts.Count).Select(i => Encoding.UTF8.GetString(texts[i])));
            Assert.Throws<IndexOutOfRangeException>(() => texts[3].Length);
            Assert.Throws<IndexOutOfRangeException>(() => texts[-1].Length);
        });

    [Fact]
    public void An_absent_key_is_no_error_when_tried() => Open(new GgufWriter().Put("a", 1u), file =>
    {
        var metadata = file.Metadata;
        Assert.True(metadata.Contains("a"));
        Assert.False(metadata.Contains("b"));
        Assert.False(metadata.TryGetString("b", out _));
        Assert.False(metadata.TryGetUInt32("b", out _));
        Assert.False(metadata.TryGetSingle("b", out _));
        Assert.False(metadata.TryGetBool("b", out _));
        Assert.False(metadata.TryGetNumber("b", out _));
        Assert.False(metadata.TryGetStrings("b", out _));
        Assert.False(metadata.TryGetInt32s("b", out _));
    });

    [Fact]
    public void Keys_are_listed_in_the_order_of_the_file() => Open(
        new GgufWriter().Put("z", 28u).Put("a", -1L).PutArray("list", 1, 2),
        file => Assert.Equal(["z", "a", "list"], file.Metadata.Keys));

    private static void Open(GgufWriter writer, Action<GgufFile> check)
    {
        using var file = new TemporaryFile(writer.ToArray());
        using var gguf = GgufFile.Open(file.Path);
        check(gguf);
    }
}
