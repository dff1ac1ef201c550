using System.Reflection;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Running;
using Qwen3.Connectors.Benchmarks.Inputs;

namespace Qwen3.Connectors.Benchmarks;

/// <summary>Runs each benchmark once without measuring, for the tests.</summary>
internal static class BenchmarkSmoke
{
    /// <summary>All benchmark classes.</summary>
    public static IReadOnlyList<Type> Classes { get; } =
        [.. typeof(BenchmarkSmoke).Assembly.GetTypes()
            .Where(type => type.GetMethods().Any(method => method.GetCustomAttribute<BenchmarkAttribute>() is not null))];

    /// <summary>Runs each method of a class once with the first value of each parameter, with setup and cleanup.</summary>
    /// <returns>The number of methods that ran.</returns>
    public static int Run(Type type)
    {
        var cases = BenchmarkConverter.TypeToBenchmarks(type, BenchmarkConfig.Create())
            .BenchmarksCases.GroupBy(benchmark => benchmark.Descriptor.WorkloadMethod).ToList();
        foreach (var benchmark in cases.Select(group => group.First()))
        {
            var instance = BenchmarkInstance.Create(benchmark);
            _ = instance is IHasAmounts counted ? counted.Amounts : default;
            benchmark.Descriptor.GlobalSetupMethod?.Invoke(instance, null);
            benchmark.Descriptor.WorkloadMethod.Invoke(instance, null);
            benchmark.Descriptor.GlobalCleanupMethod?.Invoke(instance, null);
        }

        return cases.Count;
    }
}
