using System.Buffers;
using System.Globalization;
using System.Net;

namespace Qwen3.Connectors.Models.Downloads.Transfer;

/// <summary>
/// A response with a file, or a part of it, in its body, and the metadata that the first server of a redirect chain published.
/// </summary>
internal sealed class ModelServerResponse(HttpResponseMessage response, string? linkedTag, long? linkedBytes) : IDisposable
{
    private static readonly SearchValues<char> s_hexadecimal = SearchValues.Create("0123456789abcdef");

    public HttpResponseMessage Response => response;

    public HttpStatusCode Status => response.StatusCode;

    public string? MediaType => response.Content.Headers.ContentType?.MediaType;

    /// <summary>The position of the body in the file; 0 unless the response is partial.</summary>
    public long Offset => Status == HttpStatusCode.PartialContent ? response.Content.Headers.ContentRange?.From ?? -1 : 0;

    /// <summary>
    /// The length of the whole file; the repository's own value takes precedence over that of the server that sends the bytes.
    /// </summary>
    public long? TotalBytes => linkedBytes
        ?? (Status == HttpStatusCode.OK ? response.Content.Headers.ContentLength : response.Content.Headers.ContentRange?.Length);

    /// <summary>The strong entity tag; a weak one does not identify the bytes.</summary>
    public string? StrongTag => response.Headers.ETag is { IsWeak: false } tag ? tag.Tag : null;

    /// <summary>The SHA-256 that Hugging Face publishes as the linked tag of a large file. An ordinary entity tag proves nothing.</summary>
    public string? Sha256 => ParseHash(linkedTag);

    public static long? ParseBytes(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) ? bytes : null;

    public void Dispose() => response.Dispose();

    private static string? ParseHash(string? tag)
    {
        var hash = tag?.Replace("W/", "", StringComparison.Ordinal).Trim('"').ToLowerInvariant();
        return hash is { Length: 64 } && !hash.AsSpan().ContainsAnyExcept(s_hexadecimal) ? hash : null;
    }
}
