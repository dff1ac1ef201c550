using Qwen3.Connectors.Models.Catalog;
using Qwen3.Connectors.Validation;

namespace Qwen3.Connectors.Remote.Transport;

/// <summary>What remote options must be. No message contains a key, or an address that may contain one.</summary>
internal static class RemoteOptionRules
{
    private static readonly TimeSpan s_shortest = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(1);

    public static OptionFaults Find(RemoteOptions options)
    {
        var faults = new OptionFaults();
        faults.Require(
            options.Endpoints.Count > 0 || options.ServiceName is not null,
            "Endpoints is empty; expected the address of a server, or a ServiceName.");
        for (var i = 0; i < options.Endpoints.Count; i++)
        {
            CheckEndpoint(faults, options, i);
        }

        faults.RequireDefined(nameof(options.Protocol), options.Protocol);
        faults.Require(!string.IsNullOrWhiteSpace(options.KeyHeader), "KeyHeader is empty; expected the name of a header.");
        faults.Require(
            options.Key is null || (options.Key.Trim().Length > 0 && !options.Key.Any(char.IsControl)),
            "Key is empty or contains control characters; expected a key, or null for none.");
        faults.RequireRange(nameof(options.MaxConcurrentRequests), options.MaxConcurrentRequests, 1, 1024);
        faults.RequireRange(nameof(options.MaxTextsPerRequest), options.MaxTextsPerRequest, 1, 2048);
        faults.RequireRange(nameof(options.MaxTokens), options.MaxTokens, 2, int.MaxValue);
        faults.RequireRange(nameof(options.MaxRetries), options.MaxRetries, 0, 20);
        faults.RequireRange(nameof(options.RequestTimeout), options.RequestTimeout, s_shortest, s_longest);
        faults.RequireRange(nameof(options.Timeout), options.Timeout, s_shortest, s_longest);
        faults.RequireRange(nameof(options.HedgingDelay), options.HedgingDelay ?? s_longest, TimeSpan.FromMilliseconds(1), s_longest);
        if (ServerReference.IsServer(options.FallbackModel))
        {
            faults.Require(false, "FallbackModel is the address of a server; expected a GGUF file or a name of the catalog.");
        }
        else
        {
            faults.RequireModel(nameof(options.FallbackModel), options.FallbackModel);
        }

        faults.Require(!options.LocalFirst || options.FallbackModel is not null, "LocalFirst is set without a FallbackModel; "
            + "expected one.");
        return faults;
    }

    private static void CheckEndpoint(OptionFaults faults, RemoteOptions options, int index)
    {
        var endpoint = options.Endpoints[index];
        if (endpoint is not { IsAbsoluteUri: true, Scheme: "http" or "https" })
        {
            faults.Require(false, $"Endpoints[{index}] is not an absolute http or https URL.");
            return;
        }

        faults.Require(
            endpoint.UserInfo.Length == 0,
            $"Endpoints[{index}] contains a user name or password, which would appear in logs; use Key and KeyHeader.");
        faults.Require(
            IsKeyAllowed(options, endpoint),
            $"Endpoints[{index}] is http on another machine, and a key would be sent without encryption; use https, or set "
                + $"AllowKeyOverHttp.");
    }

    /// <summary>Whether the key may be sent there: over https, on this machine, or where the caller allows it.</summary>
    public static bool IsKeyAllowed(RemoteOptions options, Uri endpoint) =>
        options.Key is null || options.AllowKeyOverHttp || endpoint.Scheme == Uri.UriSchemeHttps || endpoint.IsLoopback;
}
