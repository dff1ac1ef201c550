using LLama.Exceptions;
using LLama.Native;
using Microsoft.Extensions.Logging;
using Qwen3.Connectors.LLamaSharp;
using Qwen3.Connectors.LLamaSharp.Native;
using NativeLibrary = Qwen3.Connectors.LLamaSharp.Native.NativeLibrary;

namespace Qwen3.Connectors.Adapters.Tests.LLamaSharp;

public class LLamaSharpOptionsTests
{
    [Fact]
    public void The_defaults_are_without_fault() => Assert.Empty(new LLamaSharpOptions().Validate());

    [Fact]
    public void Every_fault_is_named_at_once()
    {
        var options = new LLamaSharpOptions { GpuLayerCount = -1, ContextTokens = 1, BatchTokens = 0, BatchTexts = 256, Devices = [""] };
        Assert.Equal(5, options.Validate().Count);
        var exception = Assert.Throws<ArgumentException>(() => new LLamaSharpBackend(options));
        foreach (var name in (string[])["GpuLayerCount is -1", "ContextTokens is 1", "BatchTokens is 0", "BatchTexts is 256", "Devices"])
        {
            Assert.Contains(name, exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_missing_native_library_names_the_packages()
    {
        var exception = Assert.Throws<NativeBackendException>(
            () =>
                NativeLibrary.Require(() => throw new TypeInitializationException("LLama.Native.NativeApi", new RuntimeError("x")), null));
        Assert.Contains("LLamaSharp.Backend.Cuda12", exception.Message, StringComparison.Ordinal);
        Assert.IsType<TypeInitializationException>(exception.InnerException);
    }

    [Theory]
    [InlineData(LLamaLogLevel.Error, LogLevel.Error)]
    [InlineData(LLamaLogLevel.Warning, LogLevel.Warning)]
    [InlineData(LLamaLogLevel.Info, LogLevel.Debug)]
    [InlineData(LLamaLogLevel.Continue, null)]
    public void Levels_of_the_native_log_go_by_name(LLamaLogLevel native, LogLevel? level) =>
        Assert.Equal(level, NativeLog.ToLogLevel(native));
}
