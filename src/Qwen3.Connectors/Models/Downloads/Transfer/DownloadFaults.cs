using System.Text;

namespace Qwen3.Connectors.Models.Downloads.Transfer;

/// <summary>What is said when a model can't be had: what was found, what was expected, and what to do.</summary>
internal sealed class DownloadFaults(StoreSettings settings, CatalogModel model)
{
    private readonly Uri _address = settings.Addresses.Of(model);
    private readonly string _target = settings.TargetOf(model);

    private string ElsewhereAdvice => $"Put the file at {_target}, name another server with HF_ENDPOINT, or give the path of a file";

    public ModelDownloadException Offline() => New(
        ModelDownloadFailure.Offline,
        $"not on this machine (looked for {_target}, and in {string.Join(", ", settings.HubFolders)}), and nothing is downloaded because {settings.OfflineReason}. " +
        $"Allow downloads, or put the file there: {_address}.");

    public ModelDownloadException NotFound(int status) => New(
        ModelDownloadFailure.NotFound, $"{_address} is not there (status {status}): it was moved, or the server has no copy. {ElsewhereAdvice}.");

    public ModelDownloadException AccessDenied(int status) => New(
        ModelDownloadFailure.AccessDenied,
        settings.Token is null
            ? $"{settings.Addresses.Endpoint.Host} wants a token for {_address} (status {status}), or has no such repository. Set HF_TOKEN to one that may read it. Else: {ElsewhereAdvice}."
            : $"{settings.Addresses.Endpoint.Host} refuses the token for {_address} (status {status}). Set HF_TOKEN to one that may read it, and accept the repository's terms if it has any.");

    public ModelDownloadException UnexpectedStatus(int status) => New(
        ModelDownloadFailure.UnexpectedAnswer, $"{_address} answers with status {status}; expected 200 or 206. {ElsewhereAdvice}.");

    public ModelDownloadException GivenUp(BrokenConnectionException last, int attempts, long bytes) => New(
        last.Failure,
        $"gave up {_address} after {attempts} attempts without a further byte: {last.Message}. {ByteSizeFormatter.Of(bytes)} are kept, and the next attempt goes on from there. " +
        "Check the connection, and HTTPS_PROXY where there is a proxy.",
        last);

    public ModelDownloadException DiskFull(long needed, long? free, Exception? inner = null) => New(
        ModelDownloadFailure.DiskFull,
        $"the disk of {_target} {(free is null ? "is full" : $"has {ByteSizeFormatter.Of(free.Value)} free")} and {ByteSizeFormatter.Of(needed)} are still needed. Make room, or choose another folder with QWEN3_MODELS. What has arrived is kept.",
        inner);

    public ModelDownloadException FileSystem(Exception inner) => New(
        ModelDownloadFailure.FileSystem, $"{Path.GetDirectoryName(_target)} can't be written to: {inner.Message} Choose another folder with QWEN3_MODELS.", inner);

    public ModelDownloadException WrongLength(long found, long expected) => New(
        ModelDownloadFailure.WrongLength,
        $"{_address} gave {found:N0} bytes; expected {expected:N0}. What came was deleted. Try again, or another server: HF_ENDPOINT names it.");

    public ModelDownloadException HashMismatch(string found, string expected) => New(
        ModelDownloadFailure.HashMismatch,
        $"the bytes of {_address} have the SHA-256 {found}; expected {expected}. Somebody on the way changed them: a proxy, a mirror, a bad disk. What came was deleted. Try again, or another server: HF_ENDPOINT names it.");

    public ModelDownloadException NotAModel(Exception inner) => New(
        ModelDownloadFailure.NotAModel, $"what {_address} gave is not a usable model, and was deleted. {inner.Message}", inner);

    public ModelDownloadException NotGguf(ReadOnlySpan<byte> head, string? mediaType)
    {
        var isPage = mediaType is "text/html" || head.TrimStart(" \t\r\n"u8).StartsWith("<"u8);
        var found = isPage ? "an HTML page" : $"'{Encoding.Latin1.GetString(head).ReplaceLineEndings(" ")}'";
        var advice = isPage ? "It is a login page, a proxy's notice or an error: open the address in a browser to see which" : ElsewhereAdvice;
        return New(ModelDownloadFailure.NotAModel, $"{_address} begins with {found} ({mediaType ?? "of no type"}); expected a file that begins with 'GGUF'. {advice}.");
    }

    private ModelDownloadException New(ModelDownloadFailure failure, string message, Exception? inner = null) => new(failure, model.Name, message, inner);
}
