using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Qwen3.Connectors.SemanticKernel.Registration;

/// <summary>Resolves models by key. Throws if models are registered under other keys only, instead of working without them.</summary>
/// <param name="services">The registered services.</param>
internal sealed class RegisteredModels(IServiceCollection services)
{
    private static readonly string s_querySuffix = Qwen3ServiceKeys.QueryOf("");

    /// <param name="provider">The container.</param>
    /// <param name="generatorServiceId">
    /// The key of the generator; null for that of <paramref name="serviceId"/>, or else the one without a key.
    /// </param>
    /// <param name="serviceId">The key of the service that searches.</param>
    /// <returns>The query view of the generator; null if no generator is registered.</returns>
    /// <exception cref="InvalidOperationException">
    /// The generator is not registered, or generators are registered under other keys only.
    /// </exception>
    public IEmbeddingGenerator<string, Embedding<float>>? FindQueryGenerator(
        IServiceProvider provider, string? generatorServiceId, string? serviceId)
    {
        string?[] keys = generatorServiceId is not null ? [Qwen3ServiceKeys.QueryOf(generatorServiceId)]
            : serviceId is not null ? [Qwen3ServiceKeys.QueryOf(serviceId), Qwen3ServiceKeys.Query]
            : [Qwen3ServiceKeys.Query];
        if (Find<IEmbeddingGenerator<string, Embedding<float>>>(provider, keys) is { } generator)
        {
            return generator;
        }

        var others = KeysOf<IEmbeddingGenerator<string, Embedding<float>>>()
            .Where(key => key.EndsWith(s_querySuffix, StringComparison.Ordinal))
            .Select(key => key[..^s_querySuffix.Length])
            .ToArray();
        return generatorServiceId is null && others.Length == 0
            ? null
            : throw NotRegistered("Qwen3 embedding generator", generatorServiceId, nameof(generatorServiceId), others);
    }

    /// <inheritdoc cref="FindQueryGenerator"/>
    /// <returns>The reranker.</returns>
    public ITextReranker GetReranker(IServiceProvider provider, string? rerankerServiceId, string? serviceId) =>
        Find<ITextReranker>(provider, rerankerServiceId is null ? [serviceId, null] : [rerankerServiceId])
        ?? throw NotRegistered("reranker", rerankerServiceId, nameof(rerankerServiceId), [.. KeysOf<ITextReranker>()]);

    private static T? Find<T>(IServiceProvider provider, IEnumerable<string?> keys)
        where T : class =>
        keys.Select(provider.GetKeyedService<T>).FirstOrDefault(service => service is not null);

    private IEnumerable<string> KeysOf<T>() =>
        services.Where(service => service.ServiceType == typeof(T) && service.IsKeyedService)
            .Select(service => service.ServiceKey)
            .OfType<string>()
            .Distinct();

    private static InvalidOperationException NotRegistered(string model, string? serviceId, string parameter, string[] others) => new(
        $"No {model} is registered {(serviceId is null ? "without a key" : $"under the key '{serviceId}'")}; "
        + (others.Length == 0
            ? "register one, such as with AddQwen3EmbeddingGenerator or AddQwen3Reranker."
            : $"expected one of the registered keys {string.Join(", ", others.Select(key => $"'{key}'"))} as {parameter}."));
}
