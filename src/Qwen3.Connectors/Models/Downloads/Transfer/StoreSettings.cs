namespace Qwen3.Connectors.Models.Downloads.Transfer;

/// <summary>Options with what they leave open filled in from the environment.</summary>
internal sealed record StoreSettings(string Folder, ModelAddresses Addresses, string? Token, string? OfflineReason, IReadOnlyList<string> HubFolders, ModelStoreOptions Options)
{
    private const string DefaultEndpoint = "https://huggingface.co";

    /// <exception cref="ArgumentException">A variable holds something that its option could not.</exception>
    public static StoreSettings Resolve(ModelStoreOptions options)
    {
        var read = (string name) => options.ReadEnvironment(name) is { Length: > 0 } value ? value : null;
        var endpoint = options.Endpoint ?? ParseEndpoint(read("HF_ENDPOINT") ?? DefaultEndpoint);
        var token = options.Token ?? read("HF_TOKEN")?.Trim();
        if (token?.AsSpan().ContainsAnyExceptInRange('!', '~') is true)
        {
            throw new ArgumentException("HF_TOKEN has a character that no token has; expected ASCII without spaces.", nameof(options));
        }

        return new StoreSettings(
            Path.GetFullPath(options.Folder ?? read("QWEN3_MODELS") ?? Path.Combine(CacheFolder(read), "qwen3-connectors", "models")),
            new ModelAddresses(endpoint, options.Layout ?? ModelAddresses.LayoutOf(endpoint)),
            token,
            OfflineReasonOf(options.Offline, read),
            HuggingFaceCache.Folders(read),
            options);
    }

    public string TargetOf(CatalogModel model) => Path.Combine([Folder, .. model.Repository.Split('/'), model.File]);

    /// <summary>A file of that name appears when it is whole and checked; what somebody else put there must have the right length, where that is known.</summary>
    public string? FindDownloaded(CatalogModel model) =>
        new FileInfo(TargetOf(model)) is { Exists: true } file && (model.Bytes ?? file.Length) == file.Length ? file.FullName : null;

    /// <summary>Without the token.</summary>
    public override string ToString() => $"{Addresses.Endpoint} to {Folder}";

    private static Uri ParseEndpoint(string text) => Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
        ? address
        : throw new ArgumentException($"HF_ENDPOINT is '{text}'; expected an address that begins with http:// or https://.", nameof(text));

    private static string? OfflineReasonOf(bool? option, Func<string, string?> read) => option switch
    {
        true => $"{nameof(ModelStoreOptions)}.{nameof(ModelStoreOptions.Offline)} is true",
        false => null,
        null => ((string[])["QWEN3_OFFLINE", "HF_HUB_OFFLINE"]).Where(name => IsOn(read(name))).Select(name => $"{name} is set").FirstOrDefault(),
    };

    private static bool IsOn(string? value) => value?.ToUpperInvariant() is "1" or "TRUE" or "YES" or "ON";

    /// <summary>Where a user's programs keep what can be had again.</summary>
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
