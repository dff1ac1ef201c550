using Qwen3.Connectors.Models.Downloads.Transfer;

namespace Qwen3.Connectors.Models.Downloads.Storage;

/// <summary>The options of a store, completed from the environment variables.</summary>
internal sealed record ModelStoreSettings(
    string Folder,
    ModelAddresses Addresses,
    string? Token,
    string? OfflineReason,
    IReadOnlyList<string> HubFolders,
    ModelStoreOptions Options)
{
    private const string DefaultEndpoint = "https://huggingface.co";

    /// <exception cref="ArgumentException">The value of a variable is invalid.</exception>
    public static ModelStoreSettings Resolve(ModelStoreOptions options)
    {
        var read = (string name) => options.ReadEnvironment(name) is { Length: > 0 } value ? value : null;
        var endpoint = options.Endpoint ?? ParseEndpoint(read("HF_ENDPOINT") ?? DefaultEndpoint);
        var token = options.Token ?? read("HF_TOKEN")?.Trim();
        if (token?.AsSpan().ContainsAnyExceptInRange('!', '~') is true)
        {
            throw new ArgumentException(
                "HF_TOKEN has a character that is not allowed in a token; expected ASCII without spaces.", nameof(options));
        }

        return new ModelStoreSettings(
            Path.GetFullPath(options.Folder ?? read("QWEN3_MODELS") ?? Path.Combine(CacheFolder(read), "qwen3-connectors", "models")),
            new ModelAddresses(endpoint, options.Layout ?? ModelAddresses.LayoutOf(endpoint)),
            token,
            OfflineReasonOf(options.Offline, read),
            HuggingFaceCache.Folders(read),
            options);
    }

    public string GetTargetPath(CatalogModel model) => Path.Combine([Folder, .. model.Repository.Split('/'), model.File]);

    /// <summary>
    /// Returns the downloaded file, which only appears when it is complete and checked; its length must be the catalog's, if that is
    /// known.
    /// </summary>
    public string? FindDownloaded(CatalogModel model) =>
        new FileInfo(GetTargetPath(model)) is { Exists: true } file && (model.Bytes ?? file.Length) == file.Length ? file.FullName : null;

    /// <summary>Returns a text without the token.</summary>
    public override string ToString() => $"{Addresses.Endpoint} to {Folder}";

    private static Uri ParseEndpoint(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address
            : throw new ArgumentException(
                $"HF_ENDPOINT is '{text}'; expected an address that begins with http:// or https://.", nameof(text));

    private static string? OfflineReasonOf(bool? option, Func<string, string?> read) => option switch
    {
        true => $"{nameof(ModelStoreOptions)}.{nameof(ModelStoreOptions.Offline)} is true",
        false => null,
        null when IsOn(read("QWEN3_OFFLINE")) => "QWEN3_OFFLINE is set",
        null when IsOn(read("HF_HUB_OFFLINE")) => "HF_HUB_OFFLINE is set",
        null => null,
    };

    private static bool IsOn(string? value) => value?.ToUpperInvariant() is "1" or "TRUE" or "YES" or "ON";

    /// <summary>Returns the folder that the operating system reserves for a user's cached files.</summary>
    private static string CacheFolder(Func<string, string?> read)
    {
        if (OperatingSystem.IsWindows())
        {
            return Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
        }

        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return OperatingSystem.IsMacOS() ? Path.Combine(home, "Library", "Caches") : read("XDG_CACHE_HOME") ?? Path.Combine(home, ".cache");
    }
}
