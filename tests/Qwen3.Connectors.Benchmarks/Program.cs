using BenchmarkDotNet.Running;
using Qwen3.Connectors.Benchmarks;
using Qwen3.Connectors.Benchmarks.Headline;

if (args is ["headline", .. var options])
{
    return await HeadlineCommand.RunAsync(options, Console.Out, Console.Error);
}

BenchmarkSwitcher.FromAssembly(typeof(BenchmarkConfig).Assembly).Run(args, BenchmarkConfig.Create());
return 0;
