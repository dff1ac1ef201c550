using System.Globalization;
using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Remote.Transport;

namespace Qwen3.Connectors.Remote;

/// <summary>Which servers to call and how. Copied when an engine is created: later changes have no effect.</summary>
public sealed class RemoteOptions
{
    /// <summary>The addresses of the servers, with or without <c>/v1</c> at the end. Several are equal servers of one model.</summary>
    /// <value>Default empty: one is required, unless there is a <see cref="ServiceName"/>.</value>
    public IList<Uri> Endpoints { get; private set; } = [];

    /// <summary>
    /// The name of a service whose servers are found by Microsoft.Extensions.ServiceDiscovery, such as <c>http://embeddings</c>. Used in a
    /// container on which <c>AddServiceDiscovery</c> was called.
    /// </summary>
    /// <value>Default null: <see cref="Endpoints"/>.</value>
    public string? ServiceName { get; set; }

    /// <summary>The name that the server knows the model by.</summary>
    /// <value>Default null: the server's only model, or its first.</value>
    public string? Model { get; set; }

    /// <summary>The key that is sent with each request; never logged. It requires https, or a server on this machine.</summary>
    /// <value>Default null: no key.</value>
    public string? Key { get; set; }

    /// <summary>The header of the key. <c>Authorization</c> sends <c>Bearer KEY</c>, any other the key alone (Azure:
    /// <c>api-key</c>).</summary>
    /// <value>Default <c>Authorization</c>.</value>
    public string KeyHeader { get; set; } = "Authorization";

    /// <summary>Whether a key may be sent without encryption to another machine.</summary>
    /// <value>Default false.</value>
    public bool AllowKeyOverHttp { get; set; }

    /// <summary>What the servers speak.</summary>
    /// <value>Default <see cref="RemoteProtocol.Auto"/>: found by asking.</value>
    public RemoteProtocol Protocol { get; set; }

    /// <summary>Requests that run at the same time on one server; 1 to 1024.</summary>
    /// <value>Default 4.</value>
    public int MaxConcurrentRequests { get; set; } = 4;

    /// <summary>Texts of a request at most; 1 to 2048.</summary>
    /// <value>Default 64, or fewer where the server says so.</value>
    public int MaxTextsPerRequest { get; set; } = 64;

    /// <summary>Tokens of a text that the server accepts, for servers that do not report it; 2 or more.</summary>
    /// <value>Default null: what the server reports.</value>
    public int? MaxTokens { get; set; }

    /// <summary>Counts tokens where a text may be too long, for servers that do not: the tokenizer of any Qwen3 model file.</summary>
    /// <value>Default null: the server's tokenizer, where it offers one.</value>
    public Qwen3Tokenizer? Tokenizer { get; set; }

    /// <summary>How long a server may take for one request; 100 milliseconds to a day.</summary>
    /// <value>Default 2 minutes.</value>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a call may take, with all of its requests and retries; 100 milliseconds to a day.</summary>
    /// <value>Default 10 minutes.</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Retries of a request that found a server unavailable or overloaded; 0 to 20. Others are never repeated.</summary>
    /// <value>Default 5, with growing delays of 1 to 30 seconds, or those that the server asks for.</value>
    public int MaxRetries { get; set; } = 5;

    /// <summary>After this time without an answer, a request is sent to another server too, and the first answer counts.</summary>
    /// <value>Default null: never.</value>
    public TimeSpan? HedgingDelay { get; set; }

    /// <summary>
    /// The GGUF file, or name of the catalog, of a model in this process that is used when no server can be. It must be of the same
    /// vector space: this is checked before its first use.
    /// </summary>
    /// <value>Default null: no fallback.</value>
    public string? FallbackModel { get; set; }

    /// <summary>Whether <see cref="FallbackModel"/> comes first, and the servers take the calls that its full queue rejects.</summary>
    /// <value>Default false: the servers come first.</value>
    public bool LocalFirst { get; set; }

    /// <summary>Sends the requests, for proxies and certificates. It must not follow redirects. Not disposed.</summary>
    /// <value>Default null: a handler of the library.</value>
    public HttpMessageHandler? HttpHandler { get; set; }

    /// <summary>
    /// Parses a URL, or a connection string such as <c>Endpoint=https://gpu:8000;Model=Qwen/Qwen3-Embedding-0.6B;Key=...</c> whose names
    /// are
    /// those of the properties; several endpoints are separated by commas.
    /// </summary>
    /// <param name="connection">The URL or the connection string.</param>
    /// <returns>New options.</returns>
    /// <exception cref="FormatException">A name is unknown or a value invalid; the message does not quote values.</exception>
    public static RemoteOptions Parse(string connection) => ConnectionString.Parse(connection);

    /// <summary>Finds the faults that show without the server.</summary>
    /// <returns>Every fault in a sentence; empty where there is none.</returns>
    public IReadOnlyList<string> Validate() => RemoteOptionRules.Find(this).Messages;

    /// <summary>Returns the addresses and the model; never the key.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{ServiceName ?? string.Join(", ", Endpoints.Select(ServerAddress.ToDisplay))}{(Model is null ? "" : $" ({Model})")}");

    internal RemoteOptions Clone()
    {
        var copy = (RemoteOptions)MemberwiseClone();
        copy.Endpoints = [.. Endpoints];
        return copy;
    }
}
