using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Inference.Gguf;

namespace Qwen3.Connectors.Tests.Gguf;

public unsafe class GgufLifetimeTests
{
    [Fact]
    public void What_a_disposed_file_handed_out_says_so()
    {
        using var file = new TemporaryFile(new TinyQwen3().ToArray());
        var gguf = GgufFile.Open(file.Path);
        var tokens = gguf.Metadata.GetStrings("tokenizer.ggml.tokens");
        var tensor = gguf.GetTensor("output_norm.weight");
        gguf.Dispose();
        gguf.Dispose();
        Assert.Throws<ObjectDisposedException>(() => tokens[0].Length);
        Assert.Throws<ObjectDisposedException>(() => *tensor.Data);
        Assert.Throws<ObjectDisposedException>(() => tensor.Row(0).Length);
        Assert.Throws<ObjectDisposedException>(() => gguf.Metadata.GetUInt32("qwen3.block_count"));
        Assert.Throws<ObjectDisposedException>(() => gguf.Metadata.GetString("general.name"));
    }

    [Fact]
    public void Nothing_stays_mapped_or_open()
    {
        using var good = new TemporaryFile(new TinyQwen3().ToArray());
        using var bad = new TemporaryFile(new GgufWriter().Claim(tensors: 5).ToArray());
        for (var i = 0; i < 1000; i++)
        {
            GgufFile.Open(good.Path).Dispose();
            Assert.Throws<InvalidModelException>(() => GgufFile.Open(bad.Path));
        }

        Assert.SkipUnless(OperatingSystem.IsLinux(), "reads /proc");
        var open = Directory.GetFiles("/proc/self/fd").Select(link => new FileInfo(link).LinkTarget);
        Assert.DoesNotContain(open, path => path == good.Path || path == bad.Path);
        var maps = File.ReadAllText("/proc/self/maps");
        Assert.DoesNotContain(good.Path, maps, StringComparison.Ordinal);
        Assert.DoesNotContain(bad.Path, maps, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_may_be_open_many_times()
    {
        using var file = new TemporaryFile(new TinyQwen3().ToArray());
        using var first = GgufFile.Open(file.Path);
        using var second = GgufFile.Open(file.Path);
        Assert.True(first.GetTensor("token_embd.weight").Row(7).SequenceEqual(second.GetTensor("token_embd.weight").Row(7)));
    }
}
