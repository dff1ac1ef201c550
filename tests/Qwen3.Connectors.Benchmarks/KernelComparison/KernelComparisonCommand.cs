using System.CommandLine;
using Qwen3.Connectors.Benchmarks.Inputs;
using Qwen3.Connectors.Inference.Kernels;

namespace Qwen3.Connectors.Benchmarks.KernelComparison;

/// <summary>The command that compares micro-kernels by format and number of tokens.</summary>
internal static class KernelComparisonCommand
{
    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        var kernels = new Option<string>("--kernels")
        {
            Description = $"Kernels, separated by commas: {string.Join(", ", GemmMicroKernel.Names)}.",
            DefaultValueFactory = _ => $"{Float(KernelChoice.Resolve(option: null))},{KernelChoice.Resolve(option: null).Name}",
        };
        var formats = new Option<string>("--formats")
        {
            Description = "Weight formats, separated by commas. Default: all.",
            DefaultValueFactory = _ => string.Join(',', WeightFormats.All),
        };
        var tokens = new Option<string>("--tokens")
        {
            Description = "Numbers of tokens (M), separated by commas.",
            DefaultValueFactory = _ => "12,128,256,512",
        };
        var threads = new Option<int>("--threads")
        {
            Description = "Threads that compute.",
            DefaultValueFactory = _ => Environment.ProcessorCount,
        };
        var seconds = new Option<double>("--seconds")
        {
            Description = "Seconds per format and number of tokens.",
            DefaultValueFactory = _ => 2,
        };
        var model = new Option<string?>("--model")
        {
            Description = "GGUF file of an embedding model: measures whole texts in place of products. Default: none.",
        };
        var texts = new Option<int>("--texts")
        {
            Description = "Texts of a call, with --model.",
            DefaultValueFactory = _ => 1,
        };
        var command = new RootCommand("Measures the matrix products of a 0.6B layer, or whole texts, kernels taking turns.")
        {
            kernels, formats, tokens, threads, seconds, model, texts,
        };
        command.SetAction(parsed =>
        {
            var comparison = new KernelComparisonRun(
                [.. parsed.GetRequiredValue(kernels).Split(',').Select(Find)], parsed.GetValue(threads),
                TimeSpan.FromSeconds(parsed.GetValue(seconds)));
            int[] counts = [.. parsed.GetRequiredValue(tokens).Split(',').Select(int.Parse)];
            if (parsed.GetValue(model) is { } file)
            {
                comparison.Write(file, parsed.GetValue(texts), counts, output);
                return;
            }

            comparison.Write([.. parsed.GetRequiredValue(formats).Split(',').Select(WeightFormats.Find)], counts, output);
        });
        return command.Parse([.. arguments]).Invoke(new InvocationConfiguration { Output = output, Error = error });
    }

    /// <summary>The name of the kernel with float products of the same width.</summary>
    private static string Float(GemmMicroKernel kernel) =>
        GemmMicroKernel.All.First(other => other.Integers is null && other.Lanes == kernel.Lanes).Name;

    private static GemmMicroKernel Find(string name) => GemmMicroKernel.Find(name)
        ?? throw new ArgumentException($"Unknown kernel '{name}'; {string.Join(", ", GemmMicroKernel.Names)} were expected.", nameof(name));
}
