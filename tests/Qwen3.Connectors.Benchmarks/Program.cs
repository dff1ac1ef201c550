using BenchmarkDotNet.Running;
using Qwen3.Connectors.Benchmarks;
using Qwen3.Connectors.Benchmarks.Headline;
using Qwen3.Connectors.Benchmarks.KernelComparison;
using Qwen3.Connectors.Benchmarks.Latency;
using Qwen3.Connectors.Benchmarks.LocalStore;
using Qwen3.Connectors.Benchmarks.Memory;
using Qwen3.Connectors.Benchmarks.ModelFiles;

if (args is ["headline", .. var options])
{
    return await HeadlineCommand.RunAsync(options, Console.Out, Console.Error);
}

if (args is ["memory", .. var memoryOptions])
{
    return MemoryCommand.Run(memoryOptions, Console.Out);
}

if (args is ["make-model", .. var modelOptions])
{
    return MakeModelCommand.Run(modelOptions, Console.Out, Console.Error);
}

if (args is ["latency", .. var latencyOptions])
{
    return await LatencyCommand.RunAsync(latencyOptions, Console.Out, Console.Error);
}

if (args is ["kernels", .. var kernelOptions])
{
    return KernelComparisonCommand.Run(kernelOptions, Console.Out, Console.Error);
}

if (args is ["local-store", .. var storeOptions])
{
    return await LocalStoreCommand.RunAsync(storeOptions, Console.Out, Console.Error);
}

BenchmarkSwitcher.FromAssembly(typeof(BenchmarkConfig).Assembly).Run(args, BenchmarkConfig.Create());
return 0;
