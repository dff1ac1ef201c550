using System.Runtime.CompilerServices;
using LLama.Native;
using Microsoft.Extensions.Logging;

namespace Qwen3.Connectors.LLamaSharp.Native;

/// <summary>The one native library of the process.</summary>
internal static class NativeLibrary
{
    public static bool SupportsGpu
    {
        [MethodImpl(MethodImplOptions.NoInlining)]
        get => NativeApi.llama_supports_gpu_offload();
    }

    /// <summary>Loads the library where it is not loaded yet.</summary>
    /// <exception cref="NativeBackendException">There is none.</exception>
    public static void Require(ILoggerFactory? loggers) => Require(Touch, loggers);

    /// <param name="touch">Calls anything native.</param>
    /// <param name="loggers">Where its log goes.</param>
    internal static void Require(Action touch, ILoggerFactory? loggers)
    {
        try
        {
            touch();
        }
        catch (Exception exception)
            when (exception is TypeInitializationException or DllNotFoundException or EntryPointNotFoundException
                or LLama.Exceptions.RuntimeError)
        {
            throw new NativeBackendException(
                "llama.cpp's native library was not found, or does not run on this machine. "
                + "Add one of LLamaSharp's backend packages to the application, of LLamaSharp's own version: "
                + "LLamaSharp.Backend.Cuda12 (NVIDIA), LLamaSharp.Backend.Vulkan (other GPUs), or LLamaSharp.Backend.Cpu. "
                + "Without one, leave the LLamaSharp backend out: the managed engine needs no native code.",
                exception);
        }

        NativeLog.Attach(loggers);
    }

    // A method of its own: the type initialiser that loads the library runs where it is first used.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Touch() => NativeApi.llama_empty_call();
}
