using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Qwen3.Connectors.Tests.Models.Downloads;

/// <summary>
/// A web server on a loopback address that sends exactly the bytes that a test specifies, valid HTTP or not, and closes the connection.
/// </summary>
internal sealed class FaultyServer : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<ServerRequest, ServerAnswer> _answer;
    private readonly ConcurrentQueue<ServerRequest> _requests = new();
    private readonly Task _accepting;

    /// <param name="answer">Creates the answer to a request.</param>
    /// <param name="address">The loopback address; clients treat different ones as different hosts.</param>
    public FaultyServer(Func<ServerRequest, ServerAnswer> answer, string address = "127.0.0.1")
    {
        _answer = answer;
        _listener = new TcpListener(IPAddress.Parse(address), 0);
        _listener.Start();
        Address = new Uri($"http://{_listener.LocalEndpoint}/");
        _accepting = AcceptAsync();
    }

    public Uri Address { get; }

    /// <summary>All requests, in order.</summary>
    public IReadOnlyList<ServerRequest> Requests => [.. _requests];

    /// <summary>Creates a correct server of one file, with ranges.</summary>
    public static FaultyServer Of(byte[] file, string tag = "\"tag\"") => new(request => ServerAnswer.File(request, file, tag));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        _listener.Stop();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException)
        {
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                var request = await ReadAsync(stream);
                _requests.Enqueue(request);
                await _answer(request).WriteAsync(stream, _stop.Token);

                // Closing a socket with unread input resets the connection and discards what was written.
                client.Client.Shutdown(SocketShutdown.Send);
                await stream.CopyToAsync(Stream.Null, _stop.Token);
            }
            catch (Exception exception)
                when (exception is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
            {
            }
        }
    }

    private async Task<ServerRequest> ReadAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one, _stop.Token) == 0)
            {
                throw new IOException("The client closed the connection.");
            }

            head.Append((char)one[0]);
        }

        var lines = head.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        return new ServerRequest(
            _requests.Count,
            lines[0].Split(' ')[1],
            lines[1..].Select(line => line.Split(": ", 2)).ToDictionary(
                parts => parts[0], parts => parts[1], StringComparer.OrdinalIgnoreCase));
    }
}
