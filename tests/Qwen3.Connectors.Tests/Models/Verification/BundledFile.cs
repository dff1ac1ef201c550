using System.Runtime.InteropServices;
using System.Text;
using Qwen3.Connectors.Inference.Gguf;
using Qwen3.Connectors.Tests.Gguf;

namespace Qwen3.Connectors.Tests.Models.Verification;

/// <summary>A bundled model's file with changes in place.</summary>
internal sealed class BundledFile(string path)
{
    private readonly byte[] _bytes = File.ReadAllBytes(path);

    public static BundledFile Embedding() => new(GoldenModels.EmbeddingFile);

    public static BundledFile Reranker() => new(GoldenModels.RerankerFile);

    /// <summary>Gives a key another name, of the same length, that nothing reads.</summary>
    public BundledFile WithoutKey(string key) => Replace(GgufWriter.Text(key), GgufWriter.Text(key[..^1] + '~'));

    /// <summary>Another value of the same type.</summary>
    public BundledFile Put<T>(string key, T value)
        where T : unmanaged
    {
        var name = GgufWriter.Text(key);
        MemoryMarshal.AsBytes([value]).CopyTo(_bytes.AsSpan(IndexOf(name) + name.Length + sizeof(uint)));
        return this;
    }

    /// <summary>Replaces a text by another of the same length.</summary>
    public BundledFile ReplaceText(string text, string by) => Replace(GgufWriter.Text(text), GgufWriter.Text(by));

    /// <summary>Two neighbouring texts of an array, the other way round.</summary>
    public BundledFile SwapNeighbours(string first, string second) =>
        Replace([.. GgufWriter.Text(first), .. GgufWriter.Text(second)], [.. GgufWriter.Text(second), .. GgufWriter.Text(first)]);

    /// <summary>Changes a bit of every eighth byte of a tensor: finite numbers, but others.</summary>
    public BundledFile Disturb(string tensor)
    {
        using var file = GgufFile.Open(path);
        var found = file.GetTensor(tensor);
        var start = IndexOf(found.Row(0)[..Math.Min(256, found.RowBytes)]);
        for (long at = 6; at < found.ByteLength; at += 8)
        {
            _bytes[start + at] ^= 0x10;
        }

        return this;
    }

    public byte[] ToArray() => _bytes;

    public TemporaryFile Save(string name = "model.gguf") => new(_bytes, name);

    private BundledFile Replace(byte[] old, byte[] by)
    {
        Assert.Equal(old.Length, by.Length);
        by.CopyTo(_bytes, IndexOf(old));
        return this;
    }

    private int IndexOf(ReadOnlySpan<byte> bytes)
    {
        var at = _bytes.AsSpan().IndexOf(bytes);
        Assert.True(at >= 0, $"'{Encoding.UTF8.GetString(bytes)}' is not in the file.");
        return at;
    }
}
