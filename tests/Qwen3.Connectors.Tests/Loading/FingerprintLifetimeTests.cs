using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Inference.Gguf;
using Qwen3.Connectors.Tests.Estimation;
using Qwen3.Connectors.Tests.Gguf;

namespace Qwen3.Connectors.Tests.Loading;

/// <summary>Disposing a model while another thread reads its file is safe. Reading unmapped memory would end the process.</summary>
public class FingerprintLifetimeTests
{
    [Fact]
    public async Task A_fingerprint_beside_Dispose_is_right_or_says_that_the_model_is_disposed()
    {
        using var file = new TemporaryFile();
        MidSizeModel.Save(file.Path, layers: 4, hidden: 1024, feedForward: 3072, heads: 8, keyHeads: 4, headSize: 128);
        using var whole = EmbeddingModel.Load(file.Path);
        var expected = whole.Fingerprint;
        var computed = 0;
        for (var round = 0; round < 100; round++)
        {
            var model = EmbeddingModel.Load(file.Path);
            using var start = new Barrier(5);
            var readers = Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(() => Read(model, start), TaskCreationOptions.LongRunning)).ToArray();
            start.SignalAndWait(TestContext.Current.CancellationToken);
            Thread.SpinWait(round * 2000);
            model.Dispose();
            foreach (var fingerprint in await Task.WhenAll(readers))
            {
                Assert.True(fingerprint is null || fingerprint == expected);
                computed += fingerprint is null ? 0 : 1;
            }
        }

        Assert.True(computed > 0);

        static ModelFingerprint? Read(EmbeddingModel model, Barrier start)
        {
            start.SignalAndWait();
            try
            {
                return model.Fingerprint;
            }
            catch (ObjectDisposedException)
            {
                return null;
            }
        }
    }

    [Fact]
    public void A_lease_keeps_the_file_mapped_until_it_is_disposed()
    {
        using var file = new TemporaryFile(new TinyQwen3().ToArray());
        var gguf = GgufFile.Open(file.Path);
        var tensor = gguf.GetTensor("token_embd.weight");
        var (first, second) = (gguf.KeepMapped(), gguf.KeepMapped());
        gguf.Dispose();
        first.Dispose();
        first.Dispose();
        Assert.NotEqual(0, tensor.Row(0).Length);
        Assert.Throws<ObjectDisposedException>(gguf.KeepMapped);
        second.Dispose();
        Assert.Throws<ObjectDisposedException>(() => tensor.Row(0).Length);
        Assert.SkipUnless(OperatingSystem.IsLinux(), "reads /proc");
        Assert.DoesNotContain(file.Path, File.ReadAllText("/proc/self/maps"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_call_of_Dispose_returns_when_running_work_has_ended()
    {
        var model = EmbeddingModel.Load(GoldenModels.EmbeddingFile, new() { ThreadCount = 1 });
        var work = model.EmbedAsync([string.Join(' ', Enumerable.Repeat("word", 3000))], cancellationToken: TestContext.Current.CancellationToken);
        await Task.Delay(50, TestContext.Current.CancellationToken);
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(DisposeAsync, TestContext.Current.CancellationToken)));

        async Task DisposeAsync()
        {
            model.Dispose();

            // The batch has ended; the caller's continuation may run a moment later.
            Assert.Same(work, await Task.WhenAny(work, Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken)));
        }
    }
}
