namespace Qwen3.Connectors.Remote.Transport;

/// <summary>
/// The address of a server. Callers give it with or without <c>/v1</c>, or as the URL of a route; a URL with a query, as Azure's, is
/// used as
/// it is.
/// </summary>
internal sealed class ServerAddress
{
    private static readonly string[] s_routes =
    [
        "/v1/embeddings", "/v1/rerank", "/v2/rerank", "/api/embed", "/embeddings", "/rerank", "/embed", "/v1",
    ];

    private readonly Uri? _exact;
    private readonly string _root;

    public ServerAddress(Uri uri)
    {
        _exact = uri.Query.Length > 0 ? uri : null;
        var root = uri.GetLeftPart(UriPartial.Path).TrimEnd('/');
        _root = s_routes.FirstOrDefault(route => root.EndsWith(route, StringComparison.OrdinalIgnoreCase)) is { } found
            ? root[..^found.Length]
            : root;
        Display = ToDisplay(uri);
    }

    /// <summary>For messages and telemetry: without user information and query, which may contain secrets.</summary>
    public Uri Display { get; }

    /// <summary>Whether the address names one route, so that others can't be asked.</summary>
    public bool IsExact => _exact is not null;

    public Uri Route(string path) => _exact ?? new Uri($"{_root}/{path}");

    public static Uri ToDisplay(Uri uri) => uri.IsAbsoluteUri
        ? new UriBuilder(uri) { UserName = "", Password = "", Query = "", Fragment = "" }.Uri
        : uri;
}
