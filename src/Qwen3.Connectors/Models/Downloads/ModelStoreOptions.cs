using Qwen3.Connectors.Models.Downloads.Transfer;
using Qwen3.Connectors.Validation;

namespace Qwen3.Connectors;

/// <summary>Where a <see cref="ModelStore"/> looks for models, and how it downloads those that are not there. Copied when a store is created: later changes have no effect.</summary>
public sealed class ModelStoreOptions
{
    /// <summary>The folder that downloads go to.</summary>
    /// <value>Default null: <c>QWEN3_MODELS</c>, or <c>qwen3-connectors/models</c> in the user's cache folder.</value>
    public string? Folder { get; set; }

    /// <summary>The server: an address that begins with http or https.</summary>
    /// <value>Default null: <c>HF_ENDPOINT</c>, or https://huggingface.co.</value>
    public Uri? Endpoint { get; set; }

    /// <summary>How the server arranges its files.</summary>
    /// <value>Default null: ModelScope's for a host whose name begins with "modelscope." or "www.modelscope.", else Hugging Face's.</value>
    public ModelAddressLayout? Layout { get; set; }

    /// <summary>The token for repositories that ask for one. Sent to <see cref="Endpoint"/> alone, never to a host it redirects to, and never logged.</summary>
    /// <value>Default null: <c>HF_TOKEN</c>.</value>
    public string? Token { get; set; }

    /// <summary>Whether nothing may be downloaded: models must be there.</summary>
    /// <value>Default null: whether <c>QWEN3_OFFLINE</c> or <c>HF_HUB_OFFLINE</c> is 1, true, yes or on.</value>
    public bool? Offline { get; set; }

    /// <summary>Attempts in a row that may fail without a further byte before a download is given up; 1 to 100.</summary>
    /// <value>Default 5.</value>
    public int MaxAttempts { get; set; } = 5;

    /// <summary>The wait before the second attempt; each further one waits twice as long, 30 s at the most. A server's Retry-After goes before it, up to two minutes. 0 to 60 s.</summary>
    /// <value>Default one second.</value>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The time without a byte after which a connection counts as broken; 0.1 to 3,600 s.</summary>
    /// <value>Default one minute.</value>
    public TimeSpan StallTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Called before a model's first byte is downloaded, with what comes from where, how large it is and where it goes.</summary>
    /// <value>Default: writes that to standard error in one line. In a host: to the log.</value>
    public Action<ModelDownload> Announce { get; set; } = WriteToStandardError;

    /// <summary>Another environment in tests.</summary>
    internal Func<string, string?> ReadEnvironment { get; set; } = Environment.GetEnvironmentVariable;

    /// <summary>Bytes that are free for a file, null where that is unknown; another disk in tests.</summary>
    internal Func<string, long?> ReadFreeBytes { get; set; } = DiskSpace.FreeBytes;

    /// <summary>Looks for faults.</summary>
    /// <returns>Every fault in a sentence; empty where there is none.</returns>
    public IReadOnlyList<string> Validate() => FindFaults().Messages;

    internal ModelStoreOptions Clone() => (ModelStoreOptions)MemberwiseClone();

    /// <exception cref="ArgumentException">There are faults; the message lists them all.</exception>
    internal void ThrowIfInvalid(string parameterName) => FindFaults().ThrowIfAny(nameof(ModelStoreOptions), parameterName);

    internal static void WriteToStandardError(ModelDownload download) => Console.Error.WriteLine($"qwen3: {download}");

    private OptionFaults FindFaults()
    {
        var faults = new OptionFaults();
        faults.RequireNotEmpty(nameof(Folder), Folder);
        faults.Require(Endpoint is null or { IsAbsoluteUri: true, Scheme: "http" or "https" }, $"{nameof(Endpoint)} is '{Endpoint}'; expected an address that begins with http:// or https://.");
        if (Layout is { } layout)
        {
            faults.RequireDefined(nameof(Layout), layout);
        }

        faults.Require(Token?.AsSpan().ContainsAnyExceptInRange('!', '~') is not true, $"{nameof(Token)} has a character that no token has; expected ASCII without spaces.");
        faults.RequireRange(nameof(MaxAttempts), MaxAttempts, 1, 100);
        faults.RequireRange(nameof(RetryDelay), RetryDelay, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        faults.RequireRange(nameof(StallTimeout), StallTimeout, TimeSpan.FromSeconds(0.1), TimeSpan.FromHours(1));
        faults.Require(Announce is not null, $"{nameof(Announce)} is null; expected an action, if only one that does nothing.");
        return faults;
    }
}
