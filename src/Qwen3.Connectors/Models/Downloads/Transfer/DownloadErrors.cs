using System.Text;
using Qwen3.Connectors.Models.Downloads.Storage;

namespace Qwen3.Connectors.Models.Downloads.Transfer;

/// <summary>Creates the exceptions of a download: each message says what was found, what was expected, and what to do.</summary>
internal sealed class DownloadErrors(ModelStoreSettings settings, CatalogModel model)
{
    private readonly Uri _address = settings.Addresses.Of(model);
    private readonly string _target = settings.GetTargetPath(model);

    private string Alternatives => $"Put the file at {_target}, set HF_ENDPOINT to another server, or use the path of a file";

    public ModelDownloadException Offline() => New(
        ModelDownloadFailure.Offline,
        $"the model is not on this machine (searched {_target} and {settings.HubFolder}), "
        + $"and downloads are off because {settings.OfflineReason}. Allow downloads, or put the file there: {_address}.");

    public ModelDownloadException NotFound(int status) => New(
        ModelDownloadFailure.NotFound,
        $"{_address} does not exist (status {status}): the file was moved, or the server has no copy. {Alternatives}.");

    public ModelDownloadException AccessDenied(int status) => New(
        ModelDownloadFailure.AccessDenied,
        settings.Credentials switch
        {
            null => $"{settings.Addresses.Endpoint.Host} requires a token for {_address} (status {status}), or has no such repository. "
                + $"Set HF_TOKEN to a token that may read it. Otherwise: {Alternatives}.",
            { Scheme: "Basic" } => $"{settings.Addresses.Endpoint.Host} rejects the user name and password of the endpoint's address "
                + $"for {_address} (status {status}). Correct them, or set HF_TOKEN to a token.",
            _ => $"{settings.Addresses.Endpoint.Host} rejects the token for {_address} (status {status}). "
                + "Set HF_TOKEN to a token that may read it, and accept the terms of the repository if it has any.",
        });

    public ModelDownloadException UnexpectedStatus(int status) => New(
        ModelDownloadFailure.UnexpectedAnswer, $"{_address} returned status {status}; expected 200 or 206. {Alternatives}.");

    public ModelDownloadException AttemptsFailed(TransientDownloadException last, int attempts, long resumableBytes)
    {
        var after = attempts > 1 ? FormattableString.Invariant($" after {attempts} attempts without progress") : "";
        var kept = resumableBytes > 0 ? $" {ByteSizeFormatter.Format(resumableBytes)} are kept, and the next download resumes there." : "";
        return New(
            last.Failure,
            $"the download of {_address} failed{after}: {last.Message}.{kept} "
            + $"Check the network connection, and HTTPS_PROXY if there is a proxy. {Alternatives}.",
            last);
    }

    public ModelDownloadException DiskFull(long needed, long? free, Exception? inner = null) => New(
        ModelDownloadFailure.DiskFull,
        $"the disk of {_target} {(free is null ? "is full" : $"has {ByteSizeFormatter.Format(free.Value)} free")}; "
        + $"{ByteSizeFormatter.Format(needed)} more are needed. "
        + "Free disk space, or set QWEN3_MODELS to another folder. Received bytes are kept.",
        inner);

    public ModelDownloadException FileSystem(Exception inner) => New(
        ModelDownloadFailure.FileSystem,
        $"{Path.GetDirectoryName(_target)} can't be read and written: {inner.Message} Set QWEN3_MODELS to another folder.",
        inner);

    public ModelDownloadException WrongLength(long found, long expected) => New(
        ModelDownloadFailure.WrongLength,
        FormattableString.Invariant($"{_address} sent {found:N0} bytes; expected {expected:N0}. The received bytes were deleted. ")
        + "Run the download again, or set HF_ENDPOINT to another server.");

    public ModelDownloadException TooLong(long found, long limit) => New(
        ModelDownloadFailure.WrongLength,
        $"{_address} announced no length and sent {ByteSizeFormatter.Format(found)} without an end; expected at most "
        + $"{ByteSizeFormatter.Format(limit)}. The received bytes were deleted. {Alternatives}.");

    public ModelDownloadException ImplausibleLength(long announced, long limit) => New(
        ModelDownloadFailure.WrongLength,
        $"{_address} announced {ByteSizeFormatter.Format(announced)}; expected at most {ByteSizeFormatter.Format(limit)} for this model. "
        + $"Nothing was downloaded. {Alternatives}.");

    public ModelDownloadException HashMismatch(string found, string expected) => New(
        ModelDownloadFailure.HashMismatch,
        $"SHA-256 mismatch for {_address}: expected {expected}, got {found}. A proxy, a mirror or a faulty disk changed the file. "
        + "The received bytes were deleted. Run the download again, or set HF_ENDPOINT to another server.");

    public ModelDownloadException NotAModel(Exception inner) => New(
        ModelDownloadFailure.NotAModel, $"the file from {_address} is not a usable model and was deleted. {inner.Message}", inner);

    public ModelDownloadException WrongFile(Exception inner) => New(
        ModelDownloadFailure.NotAModel, $"the file in the model folder is not this model. {inner.Message}", inner);

    public ModelDownloadException NotGguf(ReadOnlySpan<byte> head, string? mediaType)
    {
        var isPage = mediaType is "text/html" || head.TrimStart(" \t\r\n"u8).StartsWith("<"u8);
        var found = isPage ? "an HTML page" : $"'{Encoding.Latin1.GetString(head)}'";
        var advice = isPage ? "It is a login page, a proxy's notice or an error page: open the address in a browser" : Alternatives;
        return New(
            ModelDownloadFailure.NotAModel,
            $"{_address} begins with {found} (content type {mediaType ?? "not given"}); expected a file that begins with 'GGUF'. "
            + $"{advice}.");
    }

    /// <summary>Messages may contain bytes from a server or unusual file names, so that they are escaped here.</summary>
    private ModelDownloadException New(ModelDownloadFailure failure, string message, Exception? inner = null) =>
        new(failure, model.Name, PrintableText.Escape(message), inner);
}
