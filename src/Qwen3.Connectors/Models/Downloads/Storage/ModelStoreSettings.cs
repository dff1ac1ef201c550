using System.Net.Http.Headers;
using Qwen3.Connectors.Models.Downloads.Transfer;

namespace Qwen3.Connectors.Models.Downloads.Storage;

/// <summary>The options of a store, completed from the environment variables.</summary>
internal sealed record ModelStoreSettings(
    string Folder,
    ModelAddresses Addresses,
    AuthenticationHeaderValue? Credentials,
    string? OfflineReason,
    string HubFolder,
    ModelStoreOptions Options)
{
    private const string DefaultEndpoint = "https://huggingface.co";

    /// <exception cref="ArgumentException">The value of a variable is invalid.</exception>
    public static ModelStoreSettings Resolve(ModelStoreOptions options)
    {
        var read = (string name) => options.ReadEnvironment(name) is { Length: > 0 } value ? value : null;
        var readPath = (string name) => read(name) is { } path ? HomeFolder.Expand(path) : null;
        var endpoint = options.Endpoint ?? ParseEndpoint(read("HF_ENDPOINT") ?? DefaultEndpoint);
        var token = options.Token ?? read("HF_TOKEN")?.Trim();
        if (token?.AsSpan().ContainsAnyExceptInRange('!', '~') is true)
        {
            throw new ArgumentException(
                "HF_TOKEN has a character that is not allowed in a token; expected ASCII without spaces.", nameof(options));
        }

        var folder = options.Folder is { } chosen ? HomeFolder.Expand(chosen) : readPath("QWEN3_MODELS");
        return new ModelStoreSettings(
            Path.GetFullPath(folder ?? Path.Combine(CacheFolder(readPath), "qwen3-connectors", "models")),
            new ModelAddresses(EndpointAddress.WithoutUserInfo(endpoint), options.Layout ?? ModelAddresses.LayoutOf(endpoint)),
            token is null ? EndpointAddress.GetCredentials(endpoint) : new AuthenticationHeaderValue("Bearer", token),
            OfflineReasonOf(options.Offline, read),
            HuggingFaceCache.FindFolder(readPath),
            options);
    }

    public string GetTargetPath(CatalogModel model) => Path.Combine([Folder, .. model.Repository.Split('/'), model.File]);

    /// <summary>Returns a text without the credentials.</summary>
    public override string ToString() => $"{Addresses.Endpoint} to {Folder}";

    private static Uri ParseEndpoint(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address
            : throw new ArgumentException(
                $"HF_ENDPOINT is '{EndpointAddress.Redact(text)}'; expected an address that begins with http:// or https://.",
                nameof(text));

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
    private static string CacheFolder(Func<string, string?> readPath) =>
        OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
        : OperatingSystem.IsMacOS() ? Path.Combine(HomeFolder.Path, "Library", "Caches")
        : readPath("XDG_CACHE_HOME") ?? Path.Combine(HomeFolder.Path, ".cache");
}
