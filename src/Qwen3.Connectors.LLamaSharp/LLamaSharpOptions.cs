namespace Qwen3.Connectors.LLamaSharp;

/// <summary>How llama.cpp runs models. Copied when a backend is created: later changes have no effect.</summary>
public sealed class LLamaSharpOptions
{
    /// <summary>
    /// Layers that are put on the GPU, the output head counted as one; 0 for none. A backend package without a GPU ignores it.
    /// </summary>
    /// <value>Default null: all.</value>
    public int? GpuLayerCount { get; set; }

    /// <summary>
    /// Devices to use, by the names llama.cpp gives them, such as <c>CUDA0</c> or <c>Vulkan1</c>. A name that it does not know is an error
    /// that lists those it knows.
    /// </summary>
    /// <value>Default empty: all GPUs, or the CPU where there are none.</value>
    public IReadOnlyList<string> Devices { get; set; } = [];

    /// <summary>Whether attention is computed without its matrix of scores in memory. Needs the device's support.</summary>
    /// <value>Default null: where llama.cpp finds that the device can.</value>
    public bool? FlashAttention { get; set; }

    /// <summary>
    /// Tokens that a text may have, the template included; 16 to 1,048,576. Memory for the keys and values of so many tokens is taken when
    /// a model is loaded.
    /// </summary>
    /// <value>
    /// Default 8192, or the model's context length where that is less. A token takes 112 KiB with a 0.6B model, 144 KiB with 4B and 8B.
    /// </value>
    public int ContextTokens { get; set; } = 8192;

    /// <summary>
    /// Tokens of a decode, over all texts in it; 16 to 65,536. Memory for their activations is taken when a model is loaded. A longer text
    /// takes several decodes; a cancelled call ends between two.
    /// </summary>
    /// <value>Default 1024.</value>
    public int BatchTokens { get; set; } = 1024;

    /// <summary>Texts of a decode; 1 to 255.</summary>
    /// <value>Default 64.</value>
    public int BatchTexts { get; set; } = 64;

    /// <summary>Looks for faults that need no device to be seen.</summary>
    /// <returns>Every fault in a sentence; empty where there is none.</returns>
    public IReadOnlyList<string> Validate()
    {
        var faults = new List<string>();
        RequireRange(nameof(GpuLayerCount), GpuLayerCount, 0, 65_536);
        RequireRange(nameof(ContextTokens), ContextTokens, 16, 1 << 20);
        RequireRange(nameof(BatchTokens), BatchTokens, 16, 1 << 16);
        RequireRange(nameof(BatchTexts), BatchTexts, 1, 255);
        if (Devices is null || Devices.Any(string.IsNullOrWhiteSpace))
        {
            faults.Add($"{nameof(Devices)} is null or has an empty name; expected names such as CUDA0, or no names.");
        }

        return faults;

        void RequireRange(string name, int? value, int min, int max)
        {
            if (value < min || value > max)
            {
                faults.Add(FormattableString.Invariant($"{name} is {value}; expected {min:N0} to {max:N0}."));
            }
        }
    }

    internal LLamaSharpOptions Clone()
    {
        var copy = (LLamaSharpOptions)MemberwiseClone();
        copy.Devices = [.. Devices];
        return copy;
    }

    /// <exception cref="ArgumentException">There are faults; the message lists them all.</exception>
    internal void ThrowIfInvalid(string parameterName)
    {
        if (Validate() is { Count: > 0 } faults)
        {
            throw new ArgumentException($"{nameof(LLamaSharpOptions)}: {string.Join(' ', faults)}", parameterName);
        }
    }
}
