using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;

namespace Qwen3.Connectors.Tests.Remote;

/// <summary>Answers that a fake server gives in place of right ones: each to one POST request, in their order.</summary>
internal sealed class FakeFaults
{
    private readonly ConcurrentQueue<Func<HttpContext, Task>> _faults = new();

    public bool IsEmpty => _faults.IsEmpty;

    public void Add(Func<HttpContext, Task> fault) => _faults.Enqueue(fault);

    public void Add(int status, string body = "{}", string? retryAfter = null, string contentType = "application/json") =>
        Add(async context =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = contentType;
            if (retryAfter is not null)
            {
                context.Response.Headers.RetryAfter = retryAfter;
            }

            await context.Response.WriteAsync(body);
        });

    /// <summary>Half of an answer, then the connection is gone.</summary>
    public void AddDrop() => Add(async context =>
    {
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync("{\"data\":[");
        await context.Response.Body.FlushAsync();
        context.Abort();
    });

    /// <summary>Half of an answer, then nothing until the client gives up.</summary>
    public void AddStall() => Add(async context =>
    {
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync("{\"data\":[");
        await context.Response.Body.FlushAsync();
        await Task.Delay(Timeout.Infinite, context.RequestAborted);
    });

    public async Task<bool> TryRunAsync(HttpContext context)
    {
        if (!_faults.TryDequeue(out var fault))
        {
            return false;
        }

        await fault(context);
        return true;
    }
}
