using System.Reflection;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Running;
using Qwen3.Connectors.Benchmarks.Inputs;

namespace Qwen3.Connectors.Benchmarks;

/// <summary>Runs benchmarks once without measuring, so that a test can show that they still work.</summary>
internal static class BenchmarkSmoke
{
    /// <summary>All classes with benchmarks.</summary>
    public static IReadOnlyList<Type> Classes { get; } =
        [.. typeof(BenchmarkSmoke).Assembly.GetTypes().Where(type => type.GetMethods().Any(method => method.GetCustomAttribute<BenchmarkAttribute>() is not null))];

    /// <summary>Each method of a class with the first value of each parameter: setup, once the method, cleanup.</summary>
    /// <returns>How many methods ran.</returns>
    public static int Run(Type type)
    {
        var cases = BenchmarkConverter.TypeToBenchmarks(type, BenchmarkConfig.Create()).BenchmarksCases.GroupBy(benchmark => benchmark.Descriptor.WorkloadMethod).ToList();
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
