using System.Runtime.InteropServices;
using Qwen3.Connectors.Inference.Formats;
using Qwen3.Connectors.Inference.Gguf;

namespace Qwen3.Connectors.Tests.Gguf;

public class GgufLargeFileTests
{
    [Fact]
    public void Tensors_beyond_4_GiB_are_read()
    {
        const long FillerRows = 1100, FillerRowLength = 1 << 20, FillerBytes = FillerRows * FillerRowLength * sizeof(float);
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "this system's files are not sparse by themselves");
        using var file = new TemporaryFile();
        Assert.SkipUnless(new DriveInfo(file.Folder).AvailableFreeSpace > FillerBytes,
            "needs 5 GB of free disk space, lest the file isn't sparse");
        float[] values = [1.5f, -2.5f, 3.5f];
        var header = new GgufWriter()
            .Tensor("filler", (uint)GgmlType.F32, [FillerRowLength, FillerRows], [])
            .Tensor("after", (uint)GgmlType.F32, [3], [], (ulong)FillerBytes)
            .Header();
        using (var stream = File.Create(file.Path))
        {
            stream.Write(header);
            stream.SetLength(header.Length + FillerBytes);
            stream.Position = stream.Length;
            stream.Write(MemoryMarshal.AsBytes<float>(values));
        }

        using var gguf = GgufFile.Open(file.Path);
        Assert.Equal(header.Length + FillerBytes + 12, gguf.Length);
        Assert.Equal(values, MemoryMarshal.Cast<byte, float>(gguf.GetTensor("after").Row(0)).ToArray());
        var filler = gguf.GetTensor("filler");
        Assert.Equal((FillerBytes, (int)FillerRowLength * 4), (filler.ByteLength, filler.RowBytes));
        Assert.Equal(0, filler.Row((int)FillerRows - 1)[^1]);
    }
}
