using Microsoft.Extensions.Logging;
using Qwen3.Connectors.Inference;
using Qwen3.Connectors.LLamaSharp.Native;

namespace Qwen3.Connectors.LLamaSharp;

/// <summary>
/// Computes models with llama.cpp, on a GPU or on the CPU, through one of LLamaSharp's backend packages. Safe for concurrent use; one
/// backend serves any number of models, each with a context and a thread of its own.
/// </summary>
/// <remarks>
/// Native settings and the native log are the process's: the first backend with a logger gets the log, and a library that is loaded stays.
/// </remarks>
public sealed class LLamaSharpBackend : ITransformerBackend
{
    private readonly LLamaSharpOptions _options;
    private readonly ILoggerFactory? _loggers;

    /// <summary>Creates a backend. Nothing native is loaded before the first model.</summary>
    /// <param name="options">How to run models; null for the defaults.</param>
    /// <param name="loggers">
    /// Where llama.cpp's own log goes, under the category <c>Qwen3.Connectors.LLamaSharp</c>; null for nowhere.
    /// </param>
    /// <exception cref="ArgumentException">Options are wrong; the message lists every fault.</exception>
    public LLamaSharpBackend(LLamaSharpOptions? options = null, ILoggerFactory? loggers = null)
    {
        options?.ThrowIfInvalid(nameof(options));
        _options = options?.Clone() ?? new LLamaSharpOptions();
        _loggers = loggers;
    }

    /// <summary><c>llamasharp</c>.</summary>
    public string Name => "llamasharp";

    /// <summary>Whether the native library that was found can compute on a GPU; loads it where it is not yet.</summary>
    /// <exception cref="NativeBackendException">There is no native library for this machine.</exception>
    public bool SupportsGpu
    {
        get
        {
            NativeLibrary.Require(_loggers);
            return NativeLibrary.SupportsGpu;
        }
    }

    /// <summary>Loads the weights, onto the GPU where there is one, and takes all memory that computing needs.</summary>
    /// <param name="model">What the checked file says of itself.</param>
    /// <param name="options">Its thread count is used; the rest is <see cref="LLamaSharpOptions"/>' here.</param>
    /// <returns>The network; it belongs to the caller.</returns>
    /// <exception cref="NativeBackendException">
    /// There is no native library for this machine, no such device, or not enough memory.
    /// </exception>
    public ITransformer Open(ModelDescription model, InferenceOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        NativeLibrary.Require(_loggers);
        return new NativeTransformer(model, _options, options);
    }
}
