using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Models.Downloads.Storage;
using Qwen3.Connectors.Models.Downloads.Transfer;
using Qwen3.Connectors.Validation;

namespace Qwen3.Connectors;

/// <summary>Where a <see cref="ModelStore"/> looks for models, and how it downloads missing ones.</summary>
/// <remarks>Copied when a store is created: later changes have no effect.</remarks>
public sealed class ModelStoreOptions
{
    /// <summary>The folder for downloads; a <c>~</c> at its start is the user's home folder.</summary>
    /// <value>Default null: <c>QWEN3_MODELS</c>, or <c>qwen3-connectors/models</c> in the user's cache folder.</value>
    public string? Folder { get; set; }

    /// <summary>
    /// The server: an address that begins with http or https. A user name and a password in it are sent as basic credentials to this
    /// server only, and are never printed or logged; <see cref="Token"/> takes precedence.
    /// </summary>
    /// <value>Default null: <c>HF_ENDPOINT</c>, or https://huggingface.co.</value>
    public Uri? Endpoint { get; set; }

    /// <summary>How the server arranges its files.</summary>
    /// <value>Default null: ModelScope's layout if the host name begins with "modelscope." or "www.modelscope.", otherwise Hugging
    /// Face's.</value>
    public ModelAddressLayout? Layout { get; set; }

    /// <summary>
    /// The token for repositories that require one. Sent to <see cref="Endpoint"/> only, never to a host it redirects to, and never
    /// logged.
    /// </summary>
    /// <value>Default null: <c>HF_TOKEN</c>.</value>
    public string? Token { get; set; }

    /// <summary>Whether downloads are forbidden: a model must already be on this machine.</summary>
    /// <value>Default null: true if <c>QWEN3_OFFLINE</c> or <c>HF_HUB_OFFLINE</c> is 1, true, yes or on.</value>
    public bool? Offline { get; set; }

    /// <summary>
    /// The number of consecutive attempts that may fail without 64 KiB of progress before a download fails; 1 to 100. A host name that
    /// can't be resolved fails earlier.
    /// </summary>
    /// <value>Default 5.</value>
    public int MaxAttempts { get; set; } = 5;

    /// <summary>
    /// The longest delay before the second attempt, 0 to 60 s; a random part of up to a quarter is subtracted. It doubles with each
    /// further attempt, up to 30 s. A server's Retry-After takes precedence, up to two minutes.
    /// </summary>
    /// <value>Default one second.</value>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The time without a byte, or with less than 1 KiB per second, after which a connection counts as broken; 0.1 to 3,600 s.
    /// </summary>
    /// <value>Default one minute.</value>
    public TimeSpan StallTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Receives the progress of every download of the store, in addition to the argument of <see cref="ModelStore.GetAsync"/>.
    /// </summary>
    /// <value>Default null: nothing is reported. The library itself never writes to the console.</value>
    public IProgress<ModelDownloadProgress>? Progress { get; set; }

    /// <summary>Reads an environment variable; replaced in tests.</summary>
    internal Func<string, string?> ReadEnvironment { get; set; } = Environment.GetEnvironmentVariable;

    /// <summary>Returns the free bytes of the disk that a file is on, or null if unknown; replaced in tests.</summary>
    internal Func<string, long?> ReadFreeBytes { get; set; } = DiskSpace.FreeBytes;

    /// <summary>
    /// Returns the length at which a download is stopped even if the server announced more, or nothing; replaced in tests.
    /// </summary>
    internal Func<CatalogModel, long> MaxFileBytes { get; set; } = model => model.Bytes ?? (2 * model.EstimatedBytes);

    /// <summary>Refuses a file that is not the model of the catalog entry; replaced in tests, whose models are smaller.</summary>
    internal Action<ModelDescription, CatalogModel> RequireModel { get; set; } = (file, model) => model.RequireShape(file);

    /// <summary>Returns the stream that received bytes are written to, given the partial file; replaced in tests.</summary>
    internal Func<FileStream, Stream> OpenOutput { get; set; } = file => file;

    /// <summary>Checks all options.</summary>
    /// <returns>One sentence per invalid option; empty if all are valid.</returns>
    public IReadOnlyList<string> Validate() => FindFaults().Messages;

    internal ModelStoreOptions Clone() => (ModelStoreOptions)MemberwiseClone();

    /// <exception cref="ArgumentException">Options are invalid; the message lists all faults.</exception>
    internal void ThrowIfInvalid(string parameterName) => FindFaults().ThrowIfAny(nameof(ModelStoreOptions), parameterName);

    private OptionFaults FindFaults()
    {
        var faults = new OptionFaults();
        faults.RequireNotEmpty(nameof(Folder), Folder);
        faults.Require(
            Endpoint is null or { IsAbsoluteUri: true, Scheme: "http" or "https" },
            $"{nameof(Endpoint)} is '{EndpointAddress.Redact($"{Endpoint}")}'; expected an address that begins with http:// or https://.");
        if (Layout is { } layout)
        {
            faults.RequireDefined(nameof(Layout), layout);
        }

        faults.Require(
            Token?.AsSpan().ContainsAnyExceptInRange('!', '~') is not true,
            $"{nameof(Token)} has a character that is not allowed in a token; expected ASCII without spaces.");
        faults.RequireRange(nameof(MaxAttempts), MaxAttempts, 1, 100);
        faults.RequireRange(nameof(RetryDelay), RetryDelay, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        faults.RequireRange(nameof(StallTimeout), StallTimeout, TimeSpan.FromSeconds(0.1), TimeSpan.FromHours(1));
        return faults;
    }
}
