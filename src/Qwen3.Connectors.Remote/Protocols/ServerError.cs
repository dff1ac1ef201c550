using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Qwen3.Connectors.Remote.Protocols;

/// <summary>
/// Recognises why a server refused a request. What it wrote is read here and never passed on: several servers quote the request in it.
/// </summary>
internal static partial class ServerError
{
    private const int ReadBytes = 8192;

    public static ServerErrorKind Classify(HttpStatusCode status, ReadOnlyMemory<byte> body)
    {
        switch ((int)status)
        {
            case 401 or 403:
                return ServerErrorKind.Unauthorized;
            case 413:
                return ServerErrorKind.TooLarge;
            case >= 300 and <= 399:
                return ServerErrorKind.Redirected;
            case 501:
                return ServerErrorKind.NotSupported;
        }

        var text = Encoding.UTF8.GetString(body.Span[..Math.Min(ReadBytes, body.Length)]);
        return TooManyTexts().IsMatch(text) ? ServerErrorKind.TooLarge
            : TooLong().IsMatch(text) ? ServerErrorKind.TooLong
            : NotFinite().IsMatch(text) ? ServerErrorKind.NotFinite
            : NotSupported().IsMatch(text) ? ServerErrorKind.NotSupported
            : (int)status switch
            {
                404 or 405 => ServerErrorKind.NotFound,
                424 => ServerErrorKind.NotFinite,
                >= 500 => ServerErrorKind.Failed,
                _ => ServerErrorKind.Rejected,
            };
    }

    [GeneratedRegex(
        "batch size|too many (inputs|texts|documents)|at most \\d+ (items|inputs|texts|documents|elements)|payload too large|array too long"
        + "|max_client_batch_size|List should have at most",
        RegexOptions.IgnoreCase)]
    private static partial Regex TooManyTexts();

    [GeneratedRegex(
        "too large to process|exceed_context_size|context (length|size|window)|maximum model length|must have less than \\d+ tokens"
        + "|longer than the (maximum|model)|input is too long|too many tokens|exceeds? the (maximum|available|model)",
        RegexOptions.IgnoreCase)]
    private static partial Regex TooLong();

    [GeneratedRegex("\\bnan\\b|not finite|unsupported value", RegexOptions.IgnoreCase)]
    private static partial Regex NotFinite();

    [GeneratedRegex(
        "not_supported|does not support|not a re-?rank|does not implement|is not supported|--embeddings|--reranking|matryoshka",
        RegexOptions.IgnoreCase)]
    private static partial Regex NotSupported();
}
