using Microsoft.Extensions.DependencyInjection;

namespace Qwen3.Connectors;

/// <summary>
/// Adds decorators to a registered generator or reranker, such as a cache, logging or a retry policy. Returned by the methods that
/// register them.
/// Not safe for concurrent use.
/// </summary>
/// <remarks>
/// Decorators wrap the services of an interface type; the concrete <see cref="Qwen3EmbeddingGenerator"/> and
/// <see cref="Qwen3Reranker"/> are
/// not decorated. A generator and its query generator have the same decorators, one instance each.
/// </remarks>
/// <typeparam name="TService">The interface of the service.</typeparam>
public sealed class Qwen3ServiceBuilder<TService>
    where TService : class
{
    private readonly List<Func<TService, IServiceProvider, TService>> _decorators = [];

    internal Qwen3ServiceBuilder(IServiceCollection services) => Services = services;

    /// <summary>Gets the services that the registration was added to.</summary>
    public IServiceCollection Services { get; }

    internal bool HasDecorators => _decorators.Count > 0;

    /// <summary>Adds a decorator.</summary>
    /// <param name="decorator">
    /// Creates the decorator around the service that it is given. The decorator added first is the outermost.
    /// </param>
    /// <returns>This builder.</returns>
    public Qwen3ServiceBuilder<TService> Use(Func<TService, TService> decorator)
    {
        ArgumentNullException.ThrowIfNull(decorator);
        return Use((inner, _) => decorator(inner));
    }

    /// <summary>Adds a decorator that needs services.</summary>
    /// <param name="decorator">
    /// Creates the decorator around the service that it is given. The decorator added first is the outermost.
    /// </param>
    /// <returns>This builder.</returns>
    public Qwen3ServiceBuilder<TService> Use(Func<TService, IServiceProvider, TService> decorator)
    {
        ArgumentNullException.ThrowIfNull(decorator);
        _decorators.Add(decorator);
        return this;
    }

    /// <exception cref="InvalidOperationException">A decorator returned null.</exception>
    internal TService Decorate(TService service, IServiceProvider provider)
    {
        for (var i = _decorators.Count - 1; i >= 0; i--)
        {
            service = _decorators[i](service, provider)
                ?? throw new InvalidOperationException(
                    $"Decorator {i} of a registration returned null; a {typeof(TService).Name} was expected.");
        }

        return service;
    }
}
