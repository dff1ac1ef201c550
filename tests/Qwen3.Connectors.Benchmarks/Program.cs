using BenchmarkDotNet.Running;
using Qwen3.Connectors.Benchmarks;
using Qwen3.Connectors.Benchmarks.Headline;
using Qwen3.Connectors.Benchmarks.Memory;

if (args is ["headline", .. var options])
{
    return await HeadlineCommand.RunAsync(options, Console.Out, Console.Error);
}

if (args is ["memory", .. var memoryOptions])
{
    return MemoryCommand.Run(memoryOptions, Console.Out);
}

BenchmarkSwitcher.FromAssembly(typeof(BenchmarkConfig).Assembly).Run(args, BenchmarkConfig.Create());
return 0;
