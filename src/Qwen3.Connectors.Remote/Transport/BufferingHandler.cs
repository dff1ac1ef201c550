namespace Qwen3.Connectors.Remote.Transport;

/// <summary>
/// Reads the body of an answer within the attempt, so that a dropped connection or a slow body is retried and timed like any failure.
/// </summary>
internal sealed class BufferingHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    /// <summary>An answer of 2048 embeddings of 4096 values in JSON is below it.</summary>
    private const long MaxBodyBytes = 512L << 20;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        try
        {
            await response.Content.LoadIntoBufferAsync(MaxBodyBytes, cancellationToken).ConfigureAwait(false);
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    // A handler of the caller's stays open.
    protected override void Dispose(bool disposing) => base.Dispose(disposing: false);
}
