using System.Buffers.Binary;
using System.Net;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Qdrant.Client.Grpc;

namespace Qwen3.Connectors.Adapters.Tests.Stores.Qdrant;

/// <summary>
/// A server that speaks the part of Qdrant's gRPC interface that a vector store needs. A message is five bytes (not compressed, length) and
/// itself; the status is a trailer.
/// </summary>
internal sealed class QdrantStandIn : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly QdrantCollections _collections = new();

    private QdrantStandIn(WebApplication server) => _server = server;

    /// <summary>The calls received, as service and method.</summary>
    public IReadOnlyCollection<string> Calls => _collections.Calls;

    public Uri Address => new(_server.Urls.Single());

    public static async Task<QdrantStandIn> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(
            kestrel => kestrel.Listen(IPAddress.Loopback, 0, listener => listener.Protocols = HttpProtocols.Http2));
        var standIn = new QdrantStandIn(builder.Build());
        standIn.Map();
        await standIn._server.StartAsync();
        return standIn;
    }

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    private void Map()
    {
        Map("Qdrant/HealthCheck", HealthCheckRequest.Parser, _ => new HealthCheckReply { Title = "stand-in", Version = "0" });
        Map("Collections/CollectionExists", CollectionExistsRequest.Parser, _collections.Exists);
        Map("Collections/Create", CreateCollection.Parser, _collections.Create);
        Map("Collections/Delete", DeleteCollection.Parser, _collections.Delete);
        Map("Collections/List", ListCollectionsRequest.Parser, _ => _collections.List());
        Map("Points/CreateFieldIndex", CreateFieldIndexCollection.Parser, _ => QdrantCollections.Done());
        Map("Points/Upsert", UpsertPoints.Parser, _collections.Upsert);
        Map("Points/Get", GetPoints.Parser, _collections.Get);
        Map("Points/Query", QueryPoints.Parser, _collections.Query);
        Map("Points/Delete", DeletePoints.Parser, _collections.Delete);
    }

    private void Map<TRequest>(string method, MessageParser<TRequest> parser, Func<TRequest, IMessage> answer)
        where TRequest : IMessage<TRequest> =>
        _server.MapPost($"/qdrant.{method}", async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            context.Response.ContentType = "application/grpc";
            try
            {
                var reply = _collections.Run(
                    method, () => answer(parser.ParseFrom(body.GetBuffer(), 5, (int)body.Length - 5))).ToByteArray();
                var message = new byte[5 + reply.Length];
                BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(1), reply.Length);
                reply.CopyTo(message, 5);
                await context.Response.Body.WriteAsync(message, context.RequestAborted);
                context.Response.AppendTrailer("grpc-status", "0");
            }
            catch (KeyNotFoundException)
            {
                context.Response.AppendTrailer("grpc-status", "5");
            }
            catch (ArgumentException exception)
            {
                context.Response.AppendTrailer("grpc-status", "3");
                context.Response.AppendTrailer("grpc-message", exception.Message);
            }
        });
}
