using System.Net.Sockets;
using System.Text;

namespace Qwen3.Connectors.Tests.Models.Downloads;

/// <summary>An answer, right or wrong: nothing is added to it and nothing checked.</summary>
internal sealed record ServerAnswer(int Status, byte[] Body, params string[] Headers)
{
    /// <summary>Bytes of the body after which the connection is closed.</summary>
    public int BreakAfter { get; init; } = int.MaxValue;

    /// <summary>A wait before each 16 KiB of the body, so that somebody can be interrupted in it.</summary>
    public TimeSpan Pause { get; init; }

    /// <summary>What is waited for before the body.</summary>
    public Task Before { get; init; } = Task.CompletedTask;

    /// <summary>Called when the bytes before the break are sent; the connection then stays open and silent.</summary>
    public Action? AtTheBreak { get; init; }

    /// <summary>A file, or the part that was asked for, if its tag is still the same.</summary>
    public static ServerAnswer File(ServerRequest request, byte[] file, string tag, params string[] more)
    {
        var isSame = !request.Headers.TryGetValue("If-Range", out var condition) || condition == tag;
        var offset = isSame ? request.Offset : 0;
        return offset == 0
            ? Whole(file, [$"ETag: {tag}", .. more])
            : offset >= file.Length
                ? new ServerAnswer(416, [], [$"Content-Range: bytes */{file.Length}", "Content-Length: 0"])
                : new ServerAnswer(206, file[offset..], [$"Content-Length: {file.Length - offset}", $"Content-Range: bytes {offset}-{file.Length - 1}/{file.Length}", $"ETag: {tag}", .. more]);
    }

    /// <summary>All of a file, whatever was asked for.</summary>
    public static ServerAnswer Whole(byte[] file, params string[] more) => new(200, file, [$"Content-Length: {file.Length}", "Content-Type: application/octet-stream", .. more]);

    public static ServerAnswer Redirect(Uri target, params string[] more) => new(302, [], [$"Location: {target}", "Content-Length: 0", .. more]);

    public static ServerAnswer Failure(int status, params string[] more) => new(status, [], ["Content-Length: 0", .. more]);

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
