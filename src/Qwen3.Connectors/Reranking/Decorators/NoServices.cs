namespace Qwen3.Connectors.Reranking.Decorators;

/// <summary>Stands for a service provider where there is none.</summary>
internal sealed class NoServices : IServiceProvider
{
    public static NoServices Instance { get; } = new();

    public object? GetService(Type serviceType) => null;
}
