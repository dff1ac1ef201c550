using Qwen3.Connectors.Inference;
using Qwen3.Connectors.LLamaSharp;

namespace Qwen3.Connectors.Adapters.Tests.LLamaSharp;

/// <summary>llama.cpp's library, which a process has once: tests that use it are in this collection, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class LlamaCpp
{
    public const string Name = "llama.cpp";

    /// <summary>A backend on the CPU; the test is skipped where there is no native library for this machine.</summary>
    internal static LLamaSharpBackend Backend(LLamaSharpOptions? options = null)
    {
        var backend = new LLamaSharpBackend(options);
        try
        {
            _ = backend.SupportsGpu;
        }
        catch (NativeBackendException exception)
        {
            Assert.Skip(exception.Message);
        }

        return backend;
    }

    /// <summary>Options of an engine on the backend.</summary>
    internal static InferenceOptions On(LLamaSharpOptions? options = null) => new() { Backend = Backend(options), ThreadCount = 1 };
}
