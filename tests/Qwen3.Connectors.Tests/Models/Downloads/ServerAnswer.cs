using System.Net.Sockets;
using System.Text;

namespace Qwen3.Connectors.Tests.Models.Downloads;

/// <summary>An answer that is sent as it is: nothing is added and nothing is checked.</summary>
internal sealed record ServerAnswer(int Status, byte[] Body, params string[] Headers)
{
    /// <summary>The number of body bytes after which the connection is closed.</summary>
    public int BreakAfter { get; init; } = int.MaxValue;

    /// <summary>A pause before each piece of the body.</summary>
    public TimeSpan Pause { get; init; }

    /// <summary>A task that must complete before the body is sent.</summary>
    public Task Before { get; init; } = Task.CompletedTask;

    /// <summary>Called after the last byte before the break; the connection then stays open without sending.</summary>
    public Action? AtTheBreak { get; init; }

    /// <summary>Creates the answer with a file, or with the requested range if the tag of the request matches.</summary>
    public static ServerAnswer File(ServerRequest request, byte[] file, string tag, params string[] more)
    {
        var isSame = !request.Headers.TryGetValue("If-Range", out var condition) || condition == tag;
        var offset = isSame ? request.Offset : 0;
        return offset == 0
            ? Whole(file, [$"ETag: {tag}", .. more])
            : offset >= file.Length
                ? new ServerAnswer(416, [], [$"Content-Range: bytes */{file.Length}", "Content-Length: 0"])
                : new ServerAnswer(
                    206,
                    file[offset..],
                    [$"Content-Length: {file.Length - offset}", $"Content-Range: bytes {offset}-{file.Length - 1}/{file.Length}",
                        $"ETag: {tag}", .. more]);
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
        var head = $"HTTP/1.1 {Status} x\r\n{string.Concat(Headers.Select(header => $"{header}\r\n"))}Connection: close\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head), cancellationToken);
        await Before.WaitAsync(cancellationToken);
        foreach (var piece in Body.Take(Math.Max(0, BreakAfter)).Chunk(1 << 14))
        {
            if (Pause > TimeSpan.Zero)
            {
                await Task.Delay(Pause, cancellationToken);
            }

            await stream.WriteAsync(piece, cancellationToken);
        }

        if (AtTheBreak is not null)
        {
            AtTheBreak();
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
    }
}
