using System.Text;
using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Inference.Gguf;

namespace Qwen3.Connectors.Tests.Gguf;

public class GgufContainerFaultTests
{
    public static TheoryData<string, string, string> Foreign => new()
    {
        { "version https://git-lfs.github.com/spec/v1\noid sha256:0", "Git LFS pointer", "git lfs pull" },
        { "<!DOCTYPE html><html>Not found", "HTML or XML page that begins with '<!DOCTYPE html>", "browser" },
        { "\uFEFF \r\n<?xml version='1.0'?>", "HTML or XML page", "browser" },
        { "{\"error\":\"Invalid token\"}", "JSON text that begins with '{\"error\":\"Invalid token\"}'", "browser" },
        { "[\"error\"]", "JSON text", "browser" },
        { "Entry not found", "text that begins with 'Entry not found'", "browser" },
        { "PK\u0003\u0004abc", "zip archive", "convert_hf_to_gguf.py" },
        { "\u0010\0\0\0\0\0\0\0{\"__metadata__\":{}}", "safetensors file", "convert_hf_to_gguf.py" },
        { "lmgg\u0001\0\0\0", "ggml file of before August 2023", "GGUF file" },
        { "fmgg\u0001\0\0\0", "ggml file of before August 2023", "GGUF file" },
        { "tjgg\u0003\0\0\0", "ggml file of before August 2023", "GGUF file" },
        { "\0\0\0\0\0\0\0\0", "zero bytes", "fetch it again" },
        { "gguf\u0003\0\0\0", "the bytes 67677566", "the letters GGUF" },
        { "G", "'G'", "the letters GGUF" },
    };

    [Theory]
    [MemberData(nameof(Foreign))]
    public void A_file_of_another_kind_is_named(string content, string found, string advice) =>
        Refusal.Of(Encoding.UTF8.GetBytes(content), found, advice);

    [Fact]
    public void A_gzip_archive_is_named() => Refusal.Of([0x1F, 0x8B, 8, 0, 0, 0], "gzip archive", "Unpack");

    [Fact]
    public void An_empty_file_is_named() => Refusal.Of([], "an empty file");

    [Fact]
    public void A_file_without_entries_is_a_gguf_file_all_the_same()
    {
        using var file = new TemporaryFile(new GgufWriter().ToArray());
        using var gguf = GgufFile.Open(file.Path);
        Assert.Empty(gguf.Tensors);
        Assert.Empty(gguf.Metadata.Keys);
    }

    [Fact]
    public void A_missing_file_is_a_missing_file()
    {
        using var file = new TemporaryFile();
        Assert.Throws<FileNotFoundException>(() => GgufFile.Open(file.Path));
        Assert.Throws<DirectoryNotFoundException>(() => GgufFile.Open(Path.Combine(file.Path, "below")));
        Assert.Throws<ArgumentException>(() => GgufFile.Open(""));
    }

    [Fact]
    public void A_folder_is_named()
    {
        using var file = new TemporaryFile();
        Assert.Contains("a folder", Assert.Throws<InvalidModelException>(() => GgufFile.Open(file.Folder)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_may_not_be_read_says_so()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Unix file modes");
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "root reads everything");
        using var file = new TemporaryFile(new GgufWriter().ToArray());
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file.Path, UnixFileMode.None);
        }

        Assert.Throws<UnauthorizedAccessException>(() => GgufFile.Open(file.Path));
    }

    [Theory]
    [InlineData(0u, "GGUF version 0")]
    [InlineData(1u, "GGUF version 1")]
    [InlineData(4u, "GGUF version 4")]
    [InlineData(0x0300_0000u, "big-endian")]
    [InlineData(0x0200_0000u, "big-endian")]
    public void A_version_that_cannot_be_read_is_named(uint version, string found) =>
        Refusal.Of(new GgufWriter(version), found, "version 2 or 3");

    [Theory]
    [InlineData(-1, "-1 tensors")]
    [InlineData(long.MinValue, "-9223372036854775808 tensors")]
    [InlineData(1L << 40, "1099511627776 tensors")]
    [InlineData(1L << 31, "2147483648 tensors")]
    [InlineData(2, "2 tensors")]
    public void An_absurd_count_of_tensors_is_refused(long count, string found) =>
        Refusal.Of(new GgufWriter().Claim(tensors: count), found);

    [Theory]
    [InlineData(-1, "-1 metadata keys")]
    [InlineData(long.MinValue, "-9223372036854775808 metadata keys")]
    [InlineData(1L << 40, "1099511627776 metadata keys")]
    [InlineData(65536, "65536 metadata keys")]
    public void An_absurd_count_of_keys_is_refused(long count, string found) =>
        Refusal.Of(new GgufWriter().Claim(keys: count).Put("a", 1u), found);

    [Fact]
    public void A_count_above_the_entries_there_are_is_refused() =>
        Refusal.Of(new GgufWriter().Align(4).Claim(keys: 3).Put("a", "a text that is long enough for two entries"),
            "the end of the file in metadata entry 3 of 3");

    [Fact]
    public void A_part_that_gguf_split_wrote_is_refused() => Refusal.OfFile(
        new GgufWriter().Put<ushort>("split.no", 0).Put<ushort>("split.count", 3).Put("split.tensors.count", 311).ToArray(),
        "model-00001-of-00003.gguf",
        "part 1 of 3 of a split model",
        "llama-gguf-split --merge");

    [Fact]
    public void The_first_part_of_a_file_cut_at_a_byte_is_to_be_joined() => Refusal.OfFile(
        new TinyQwen3().ToArray()[..100_000], "model-00001-of-00002.gguf", "bytes are missing", "part 1 of 2", "join them in order");

    [Fact]
    public void A_later_part_of_a_file_cut_at_a_byte_is_to_be_joined() => Refusal.OfFile(
        [1, 2, 3, 4, 5, 200], "model-00002-of-00002.gguf", "the bytes 01020304", "part 2 of 2", "join them in order");

    [Theory]
    [InlineData("model-00001-of-00001.gguf")]
    [InlineData("model-00001-of-00002.gguf")]
    public void A_whole_file_may_have_the_name_of_a_part(string name)
    {
        using var file = new TemporaryFile(new GgufWriter().Put<ushort>("split.count", 1).ToArray(), name);
        GgufFile.Open(file.Path).Dispose();
    }
}
