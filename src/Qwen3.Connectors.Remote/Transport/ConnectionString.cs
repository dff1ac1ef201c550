using System.Globalization;
using Qwen3.Connectors.Models.Catalog;

namespace Qwen3.Connectors.Remote.Transport;

/// <summary>Reads URLs and connection strings. Messages name keys and never quote values: one of them may be a secret.</summary>
internal static class ConnectionString
{
    private static readonly Dictionary<string, Action<RemoteOptions, string>> s_setters = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Endpoint"] = (options, value) => AddEndpoints(options, value),
        ["Endpoints"] = (options, value) => AddEndpoints(options, value),
        ["Service"] = (options, value) => options.ServiceName = value,
        [nameof(RemoteOptions.ServiceName)] = (options, value) => options.ServiceName = value,
        [nameof(RemoteOptions.Model)] = (options, value) => options.Model = value,
        [nameof(RemoteOptions.Key)] = (options, value) => options.Key = value,
        [nameof(RemoteOptions.KeyHeader)] = (options, value) => options.KeyHeader = value,
        [nameof(RemoteOptions.AllowKeyOverHttp)] = (options, value) => options.AllowKeyOverHttp = bool.Parse(value),
        [nameof(RemoteOptions.Protocol)] = (options, value) => options.Protocol = Enum.Parse<RemoteProtocol>(value, ignoreCase: true),
        [nameof(RemoteOptions.MaxConcurrentRequests)] = (options, value) => options.MaxConcurrentRequests = Number(value),
        [nameof(RemoteOptions.MaxTextsPerRequest)] = (options, value) => options.MaxTextsPerRequest = Number(value),
        [nameof(RemoteOptions.MaxTokens)] = (options, value) => options.MaxTokens = Number(value),
        [nameof(RemoteOptions.MaxRetries)] = (options, value) => options.MaxRetries = Number(value),
        [nameof(RemoteOptions.RequestTimeout)] = (options, value) => options.RequestTimeout = Time(value),
        [nameof(RemoteOptions.Timeout)] = (options, value) => options.Timeout = Time(value),
        [nameof(RemoteOptions.HedgingDelay)] = (options, value) => options.HedgingDelay = Time(value),
        [nameof(RemoteOptions.FallbackModel)] = (options, value) => options.FallbackModel = value,
        [nameof(RemoteOptions.LocalFirst)] = (options, value) => options.LocalFirst = bool.Parse(value),
    };

    /// <exception cref="FormatException">A name is unknown or a value invalid.</exception>
    public static RemoteOptions Parse(string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        var options = new RemoteOptions();
        if (ModelReference.IsAddress(text))
        {
            AddEndpoints(options, text);
            return options;
        }

        foreach (var part in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            Set(options, part);
        }

        return options;
    }

    /// <summary>Sets one option by its name; also used for configuration sections.</summary>
    public static void Set(RemoteOptions options, string name, string value)
    {
        if (!s_setters.TryGetValue(name, out var set))
        {
            // The name itself may be a part of a secret with a semicolon in it.
            throw new FormatException($"The connection has an unknown name; expected {string.Join(", ", s_setters.Keys)}.");
        }

        try
        {
            set(options, value);
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or OverflowException)
        {
            // Without the inner exception, which may quote the value.
            throw new FormatException($"The connection's value of {name} is invalid; see RemoteOptions.{name}.");
        }
    }

    private static void Set(RemoteOptions options, string part)
    {
        var at = part.IndexOf('=', StringComparison.Ordinal);
        if (at <= 0)
        {
            throw new FormatException("A part of the connection has no '='; expected Name=value parts, separated by semicolons, or a URL.");
        }

        Set(options, part[..at].Trim(), part[(at + 1)..].Trim());
    }

    private static void AddEndpoints(RemoteOptions options, string value)
    {
        foreach (var address in value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            options.Endpoints.Add(new Uri(address, UriKind.Absolute));
        }
    }

    private static int Number(string value) => int.Parse(value, NumberStyles.None, CultureInfo.InvariantCulture);

    private static TimeSpan Time(string value) => TimeSpan.Parse(value, CultureInfo.InvariantCulture);
}
