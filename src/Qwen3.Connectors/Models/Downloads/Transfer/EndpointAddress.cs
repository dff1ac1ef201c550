using System.Net.Http.Headers;
using System.Text;

namespace Qwen3.Connectors.Models.Downloads.Transfer;

/// <summary>Separates the address of a server from the user name and password that it may contain, which are never printed.</summary>
internal static class EndpointAddress
{
    public static Uri WithoutUserInfo(Uri address) =>
        address.UserInfo.Length == 0 ? address : new UriBuilder(address) { UserName = "", Password = "" }.Uri;

    /// <summary>Returns the user name and the password as basic credentials, or null if the address has none.</summary>
    public static AuthenticationHeaderValue? GetCredentials(Uri address) => address.UserInfo.Length == 0
        ? null
        : new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(address.UserInfo))));

    /// <summary>
    /// Returns a text that may be an address without its user info and without its query, either of which may hold a secret.
    /// </summary>
    public static string Redact(string text)
    {
        var query = text.AsSpan().IndexOfAny('?', '#');
        var shown = query < 0 ? text : text[..query];
        var at = shown.LastIndexOf('@');
        var start = shown.IndexOf("//", StringComparison.Ordinal);
        return at < 0 ? shown : start < 0 || start > at ? shown[(at + 1)..] : shown[..(start + 2)] + shown[(at + 1)..];
    }
}
