using System.Diagnostics;
using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Tests.Gguf;

namespace Qwen3.Connectors.Tests.LoadedModels;

[Collection(TestsAlone.Name)]
public class MemoryTests
{
    [Fact]
    public async Task A_thousand_loads_leave_memory_flat()
    {
        using var file = new TemporaryFile(new TinyQwen3().ToArray());
        await LoadTimes(file.Path, 100);
        var (managed, whole) = Measure();
        await LoadTimes(file.Path, 1000);
        var (managedAfter, wholeAfter) = Measure();

        // A load that kept its buffers (1 MB each at this size) or its tokenizer (100 KB) would show a hundredfold.
        Assert.InRange(managedAfter - managed, long.MinValue, 2L << 20);
        Assert.InRange(wholeAfter - whole, long.MinValue, 64L << 20);
    }

    private static async Task LoadTimes(string path, int count)
    {
        for (var i = 0; i < count; i++)
        {
            using var model = EmbeddingModel.Load(path, new() { ThreadCount = 2 });
            await model.EmbedAsync(
                ["the query", "the query that is given and the capital"], cancellationToken: TestContext.Current.CancellationToken);
        }
    }

    private static (long Managed, long Whole) Measure()
    {
        var managed = GC.GetTotalMemory(forceFullCollection: true);
        using var process = Process.GetCurrentProcess();
        return (managed, process.PrivateMemorySize64);
    }
}
