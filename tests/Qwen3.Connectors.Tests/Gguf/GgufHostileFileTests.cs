using System.Diagnostics;
using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Inference.Gguf;
using Qwen3.Connectors.Tests.Models.Verification;

namespace Qwen3.Connectors.Tests.Gguf;

/// <summary>Paths and headers that would wait or read without end are refused at once.</summary>
public class GgufHostileFileTests
{
    private static readonly TimeSpan s_atOnce = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_pipe_is_refused_at_once()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "makes a pipe with mkfifo");
        using var file = new TemporaryFile("pipe.gguf");
        using (var process = Process.Start("mkfifo", [file.Path]))
        {
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(0, process.ExitCode);
        }

        var link = Path.Combine(file.Folder, "link.gguf");
        File.CreateSymbolicLink(link, file.Path);
        foreach (var path in (string[])[file.Path, link])
        {
            var exception = await AtOnceAsync(() => Assert.Throws<InvalidModelException>(() => GgufFile.Open(path)));
            Assert.Contains("a pipe or device", exception.Found, StringComparison.Ordinal);
            Assert.False((await Verified.FileAsync(path)).Passed);
        }
    }

    [Theory]
    [InlineData("/dev/null")]
    [InlineData("/dev/zero")]
    public async Task A_device_is_refused_at_once(string path)
    {
        Assert.SkipUnless(File.Exists(path), "this system has no such device");
        var exception = await AtOnceAsync(() => Assert.Throws<InvalidModelException>(() => GgufFile.Open(path)));
        Assert.Contains("a pipe or device", exception.Found, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 1L << 30, "1073741824 strings")]
    [InlineData(1, (1L << 22) + 1, "4194305 strings")]
    [InlineData(9, 1L << 22, "a header of more than")]
    public async Task A_sparse_header_of_10_GB_is_refused_at_once(int arrays, long strings, string reason)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "this system's files are not sparse by themselves");
        const long Length = 10_000_000_000;
        using var file = new TemporaryFile();
        using (var stream = File.Create(file.Path))
        {
            // Lengths of 0 follow, which are strings of 8 bytes each.
            stream.Write(new GgufWriter().Claim(tensors: 0, keys: arrays).Header().AsSpan(0, 24));
            for (var i = 0; i < arrays; i++)
            {
                stream.Write([.. GgufWriter.Text($"key{i}"), .. GgufWriter.Number((uint)GgufValueType.Array), .. GgufWriter.Number((uint)GgufValueType.String), .. GgufWriter.Number((ulong)strings)]);
                stream.Position += strings * sizeof(ulong);
            }

            stream.SetLength(Length);
        }

        var exception = await AtOnceAsync(() => Assert.Throws<InvalidModelException>(() => GgufFile.Open(file.Path)));
        Assert.Contains(reason, exception.Found, StringComparison.Ordinal);
    }

    private static Task<T> AtOnceAsync<T>(Func<T> action) => Task.Run(action).WaitAsync(s_atOnce, TestContext.Current.CancellationToken);
}
