using BenchmarkDotNet.Running;

namespace Qwen3.Connectors.Benchmarks.Inputs;

/// <summary>Creates the object of a benchmark case.</summary>
internal static class BenchmarkInstance
{
    public static object Create(BenchmarkCase benchmark)
    {
        var type = benchmark.Descriptor.Type;
        var instance = Activator.CreateInstance(type)!;
        foreach (var parameter in benchmark.Parameters.Items)
        {
            type.GetProperty(parameter.Name)!.SetValue(instance, parameter.Value);
        }

        return instance;
    }
}
