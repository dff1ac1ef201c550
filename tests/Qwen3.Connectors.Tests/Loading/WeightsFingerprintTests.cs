using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Inference.Gguf;
using Qwen3.Connectors.Inference.Loading;
using Qwen3.Connectors.Tests.Estimation;
using Qwen3.Connectors.Tests.Gguf;

namespace Qwen3.Connectors.Tests.Loading;

/// <summary>The samples of large tensors.</summary>
public class WeightsFingerprintTests
{
    [Theory]
    [InlineData(WeightsFingerprint.WholeBytes + 1)]
    [InlineData(1_000_000)]
    [InlineData(8_000_000_000)]
    public void Samples_cover_a_tensor_from_its_first_byte_to_its_last(long length)
    {
        var places = WeightsFingerprint.PlacesOf("blk.0.attn_q.weight", length).ToArray();
        Assert.Equal(WeightsFingerprint.SampleCount, places.Length);
        Assert.Equal((0, length - WeightsFingerprint.SampleBytes), (places[0], places[^1]));
        Assert.Equal(places.Order(), places);
        Assert.All(places.Zip(places.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, 0, (2 * length / (WeightsFingerprint.SampleCount - 1)) + 1));
        Assert.NotEqual(places, WeightsFingerprint.PlacesOf("blk.0.attn_k.weight", length));
    }

    /// <summary>These files had one fingerprint when only 256 bytes of a tensor's middle row were hashed.</summary>
    [Theory]
    [InlineData("blk.0.attn_q.weight", 0.0, 0.49)]
    [InlineData("blk.0.ffn_down.weight", 0.51, 1.0)]
    [InlineData("token_embd.weight", 0.0, 0.2)]
    [InlineData("blk.0.ffn_gate.weight", 0.0, 0.001)]
    public void A_part_of_a_tensor_with_other_weights_is_another_network(string tensor, double from, double to)
    {
        using var file = new TemporaryFile();
        MidSizeModel.Save(file.Path, layers: 1, hidden: 1024, feedForward: 3072, heads: 8, keyHeads: 4, headSize: 128);
        var before = Of(file.Path);
        var (start, length) = PlaceOf(file.Path, tensor);
        using (var stream = File.OpenWrite(file.Path))
        {
            stream.Position = start + (long)(length * from);
            stream.Write(Enumerable.Range(0, (int)(length * (to - from))).Select(i => (byte)i).ToArray());
        }

        Assert.NotEqual(before, Of(file.Path));
    }

    private static unsafe (long Start, long Length) PlaceOf(string path, string tensor)
    {
        using var file = GgufFile.Open(path);
        var found = file.GetTensor(tensor);
        fixed (byte* data = file.Slice(0, 1))
        {
            return (found.Data - data, found.ByteLength);
        }
    }

    private static string Of(string path)
    {
        using var model = EmbeddingModel.Load(path);
        return model.Fingerprint.Weights;
    }
}
