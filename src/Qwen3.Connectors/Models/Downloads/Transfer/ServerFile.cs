using System.Globalization;
using System.Net;

namespace Qwen3.Connectors.Models.Downloads.Transfer;

/// <summary>An answer with a file, or a part of it, in its body, and what the servers on the way said of it.</summary>
internal sealed class ServerFile(HttpResponseMessage response, string? linkedTag, long? linkedBytes) : IDisposable
{
    private static readonly System.Buffers.SearchValues<char> s_hexadecimal = System.Buffers.SearchValues.Create("0123456789abcdef");

    public HttpResponseMessage Response => response;

    public HttpStatusCode Status => response.StatusCode;

    public string? MediaType => response.Content.Headers.ContentType?.MediaType;

    /// <summary>Where the body begins in the file; 0 unless the server gives a part.</summary>
    public long Offset => Status == HttpStatusCode.PartialContent ? response.Content.Headers.ContentRange?.From ?? -1 : 0;

    /// <summary>The whole file's length as this answer gives it.</summary>
    public long? AnswerBytes => Status == HttpStatusCode.OK ? response.Content.Headers.ContentLength : response.Content.Headers.ContentRange?.Length;

    /// <summary>The whole file's length; the store behind a repository knows better than who passes its bytes on.</summary>
    public long? TotalBytes => linkedBytes ?? AnswerBytes;

    /// <summary>The tag that the bytes can be asked for again with: a weak one stands for more than these bytes.</summary>
    public string? StrongTag => response.Headers.ETag is { IsWeak: false } tag ? tag.Tag : null;

    /// <summary>Hugging Face's tag of a large file is its SHA-256.</summary>
    public string? Sha256 => HashOf(linkedTag) ?? HashOf(response.Headers.ETag?.Tag);

    public static long? ParseBytes(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) ? bytes : null;

    public void Dispose() => response.Dispose();

    private static string? HashOf(string? tag) =>
        tag?.Replace("W/", "", StringComparison.Ordinal).Trim('"').ToLowerInvariant() is { Length: 64 } hash && !hash.AsSpan().ContainsAnyExcept(s_hexadecimal) ? hash : null;
}
