using System.Buffers.Binary;
using Qwen3.Connectors.VectorSearch;

namespace Qwen3.Connectors.Tests.VectorSearch;

/// <summary>Saved indexes give the same results, and damaged ones are refused.</summary>
public class IndexStorageTests
{
    public static TheoryData<VectorEncoding, VectorEncoding?, int?> Ways => VectorIndexTests.Ways;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_loaded_index_gives_the_results_of_the_saved_one_to_the_bit(VectorEncoding scan, VectorEncoding? rescore, int? dimensions)
    {
        var index = Create(scan, rescore, dimensions);
        index.Remove(3);
        index.Remove(119);
        var loaded = Load(Save(index));
        var queries = RandomVectors.Create(20, 70, seed: 2);
        Assert.Equal(index.Search(queries, 9, Cancellation), loaded.Search(queries, 9, Cancellation));
        Assert.Equal((118, 70, "model-a", index.BytesPerVector), (loaded.Count, loaded.Dimensions, loaded.Space, loaded.BytesPerVector));
        Assert.Equal(index.Add(queries[0]), loaded.Add(queries[0]));
        Assert.Equal(index.Search(queries, 9, Cancellation), loaded.Search(queries, 9, Cancellation));
        Assert.Equal(Save(index), Save(loaded));
    }

    [Fact]
    public void An_empty_index_is_saved_with_its_next_id()
    {
        var index = new VectorIndex(3);
        Assert.Equal(0, Load(Save(index)).Add(new float[] { 1, 0, 0 }));
        index.Remove(index.Add(new float[] { 1, 0, 0 }));
        var loaded = Load(Save(index));
        Assert.Equal((0, null), (loaded.Count, loaded.Space));
        Assert.Equal(1, loaded.Add(new float[] { 1, 0, 0 }));
    }

    [Fact]
    public void Several_indexes_can_follow_each_other_in_a_stream()
    {
        using var stream = new MemoryStream();
        VectorIndex.Create(RandomVectors.Create(5, 8)).Save(stream);
        VectorIndex.Create(RandomVectors.Create(6, 9)).Save(stream);
        stream.Position = 0;
        Assert.Equal((5, 6), (VectorIndex.Load(stream).Count, VectorIndex.Load(stream).Count));
        Assert.Equal(stream.Length, stream.Position);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Every_truncated_file_is_refused(VectorEncoding scan, VectorEncoding? rescore, int? dimensions)
    {
        var bytes = Save(Create(scan, rescore, dimensions));
        for (var length = 0; length < bytes.Length; length += length < 200 ? 1 : 97)
        {
            Assert.Contains("truncated", Assert.Throws<InvalidDataException>(() => Load(bytes[..length])).Message,
                StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Every_changed_byte_is_detected(VectorEncoding scan, VectorEncoding? rescore, int? dimensions)
    {
        var bytes = Save(Create(scan, rescore, dimensions));
        for (var at = 0; at < bytes.Length; at += at < 200 ? 1 : 101)
        {
            bytes[at] ^= 0x40;
            Assert.Throws<InvalidDataException>(() => Load(bytes));
            bytes[at] ^= 0x40;
        }

        Load(bytes);
    }

    [Fact]
    public void Other_files_and_newer_versions_are_named()
    {
        var bytes = Save(VectorIndex.Create(RandomVectors.Create(5, 8)));
        bytes[8] = 2;
        Assert.Equal(
            "The vector index has format version 2; version 1 was expected. Use the version of the package that wrote it.",
            Assert.Throws<InvalidDataException>(() => Load(bytes)).Message);
        Assert.Equal(
            "The data is not a vector index; the signature \"VECINDEX\" was expected at its start.",
            Assert.Throws<InvalidDataException>(() => Load(new byte[100])).Message);
    }

    [Fact]
    public void A_length_that_the_file_does_not_have_takes_no_memory()
    {
        var bytes = Save(VectorIndex.Create(RandomVectors.Create(5, 8)));
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(12), 1 << 28);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<InvalidDataException>(() => Load(bytes));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public async Task Saving_beside_changes_gives_an_index_that_loads()
    {
        var index = VectorIndex.Create(RandomVectors.Create(500, 40));
        var vectors = RandomVectors.Create(2000, 40, seed: 2);
        var changing = Task.Run(
            () =>
            {
                foreach (var vector in vectors)
                {
                    index.Remove(index.Add(vector) - 400);
                }
            },
            Cancellation);
        do
        {
            var loaded = Load(Save(index));
            var all = loaded.Search(vectors[0], int.MaxValue, Cancellation);
            Assert.Equal(loaded.Count, all.Length);
            Assert.Equal(all.Length, all.Select(match => match.Id).Distinct().Count());
        }
        while (!changing.IsCompleted);
        await changing;
    }

    private static VectorIndex Create(VectorEncoding scan, VectorEncoding? rescore, int? dimensions) => VectorIndex.Create(
        RandomVectors.Create(120, 70),
        new() { ScanEncoding = scan, RescoreEncoding = rescore, ScanDimensions = dimensions, CandidateMultiplier = 3, Space = "model-a" });

    private static byte[] Save(VectorIndex index)
    {
        using var stream = new MemoryStream();
        index.Save(stream);
        return stream.ToArray();
    }

    private static VectorIndex Load(byte[] bytes) => VectorIndex.Load(new MemoryStream(bytes));
}
