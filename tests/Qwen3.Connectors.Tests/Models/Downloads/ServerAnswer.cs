using System.Net.Sockets;
using System.Text;

namespace Qwen3.Connectors.Tests.Models.Downloads;

/// <summary>An answer that is sent as it is: nothing is added and nothing is checked.</summary>
internal sealed record ServerAnswer(int Status, byte[] Body, params string[] Headers)
{
    /// <summary>The first line, if it is not the usual one.</summary>
    public string? StatusLine { get; init; }

    /// <summary>The number of body bytes after which the connection is closed.</summary>
    public int BreakAfter { get; init; } = int.MaxValue;

    /// <summary>The length of the pieces that the body is sent in.</summary>
    public int PieceBytes { get; init; } = 1 << 14;

    /// <summary>A pause before each piece of the body.</summary>
    public TimeSpan Pause { get; init; }

    /// <summary>A task that must complete before the body is sent.</summary>
    public Task Before { get; init; } = Task.CompletedTask;

    /// <summary>Called after the last byte before the break; the connection then stays open without sending.</summary>
    public Action? AtTheBreak { get; init; }

    /// <summary>Whether zeros follow the body until the client closes the connection.</summary>
    public bool IsEndless { get; init; }

    /// <summary>Creates the answer with a file, or with the requested range if the tag of the request matches.</summary>
    public static ServerAnswer File(ServerRequest request, byte[] file, string tag, params string[] more)
    {
        var isSame = !request.Headers.TryGetValue("If-Range", out var condition) || condition == tag;
        var offset = isSame ? request.Offset : 0;
        return offset == 0
            ? Whole(file, [$"ETag: {tag}", .. more])
            : offset >= file.Length
                ? new ServerAnswer(416, [], [$"Content-Range: bytes */{file.Length}", "Content-Length: 0"])
                : new ServerAnswer(206, file[offset..], [.. RangeHeaders(offset, file.Length), $"ETag: {tag}", .. more]);
    }

    /// <summary>Creates the answer with a whole file, whatever range was requested.</summary>
    public static ServerAnswer Whole(byte[] file, params string[] more) =>
        new(200, file, [$"Content-Length: {file.Length}", "Content-Type: application/octet-stream", .. more]);

    public static ServerAnswer Redirect(Uri target, params string[] more) =>
        new(302, [], [$"Location: {target}", "Content-Length: 0", .. more]);

    public static ServerAnswer Failure(int status, params string[] more) => new(status, [], ["Content-Length: 0", .. more]);

    /// <summary>Closes the connection of the first requests after some bytes of the body.</summary>
    public ServerAnswer BreakFirst(ServerRequest request, int bytes, int count = 1) =>
        request.Number < count ? this with { BreakAfter = bytes } : this;

    public ServerAnswer WaitFor(Task task) => this with { Before = task };

    public ServerAnswer PauseFor(int milliseconds) => this with { Pause = TimeSpan.FromMilliseconds(milliseconds) };

    public async Task WriteAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var line = StatusLine ?? $"HTTP/1.1 {Status} x";
        var head = $"{line}\r\n{string.Concat(Headers.Select(header => $"{header}\r\n"))}Connection: close\r\n\r\n";
        await stream.WriteAsync(Encoding.Latin1.GetBytes(head), cancellationToken);
        await Before.WaitAsync(cancellationToken);
        await WriteBodyAsync(stream, cancellationToken);
        while (IsEndless)
        {
            await stream.WriteAsync(new byte[PieceBytes], cancellationToken);
        }

        if (AtTheBreak is not null)
        {
            AtTheBreak();
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
    }

    private static string[] RangeHeaders(int offset, int length) =>
        [$"Content-Length: {length - offset}", $"Content-Range: bytes {offset}-{length - 1}/{length}"];

    private async Task WriteBodyAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var end = Math.Clamp(BreakAfter, 0, Body.Length);
        for (var at = 0; at < end; at += PieceBytes)
        {
            if (Pause > TimeSpan.Zero)
            {
                await Task.Delay(Pause, cancellationToken);
            }

            await stream.WriteAsync(Body.AsMemory(at, Math.Min(PieceBytes, end - at)), cancellationToken);
        }
    }
}
