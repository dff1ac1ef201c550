using Microsoft.Extensions.ServiceDiscovery;

namespace Qwen3.Connectors.Remote.Pools;

/// <summary>The addresses of a pool: a list, or what service discovery finds.</summary>
/// <param name="options">The caller's options.</param>
/// <param name="resolver">Service discovery; null where there is none.</param>
internal sealed class EndpointSource(RemoteOptions options, ServiceEndpointResolver? resolver)
{
    /// <summary>Whether a failed request is sent to another server: a list of one has none.</summary>
    public bool IsFarm => options.ServiceName is not null || options.Endpoints.Count > 1;

    /// <summary>Returns the addresses, and what signals a change of them; null where they never change.</summary>
    public async Task<(IReadOnlyList<Uri> Addresses, ServiceEndpointSource? Changes)> GetAsync(CancellationToken cancellationToken)
    {
        if (options.ServiceName is not { } name)
        {
            return ([.. options.Endpoints.Distinct()], null);
        }

        if (resolver is null)
        {
            throw new InvalidOperationException(
                "RemoteOptions.ServiceName is set, and there is no service discovery. Call services.AddServiceDiscovery() and "
                + "services.AddQwen3Remote(), or set Endpoints.");
        }

        var source = await resolver.GetEndpointsAsync(name, cancellationToken).ConfigureAwait(false);
        return ([.. source.Endpoints.Select(endpoint => ToUri(endpoint, name)).Distinct()], source);
    }

    /// <summary>Discovery gives URLs as text, or host and port, which take the scheme of the service's name.</summary>
    private static Uri ToUri(ServiceEndpoint endpoint, string name)
    {
        var text = endpoint.ToString()!;
        if (text.Contains("://", StringComparison.Ordinal))
        {
            return new Uri(text);
        }

        var scheme = name.StartsWith("https", StringComparison.OrdinalIgnoreCase) ? "https" : "http";
        return new Uri($"{scheme}://{text}");
    }
}
