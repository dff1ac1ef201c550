using System.Diagnostics;
using System.Globalization;
using Qwen3.Connectors.Remote;

namespace Qwen3.Connectors.Tests.Remote;

/// <summary>Several servers as one engine.</summary>
public class ServerFarmTests
{
    private static readonly TimeSpan s_fast = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_slow = TimeSpan.FromMilliseconds(400);

    /// <summary>QWEN3_FARM_SECONDS=60 runs it for a minute, with a kill every 4 seconds.</summary>
    [Fact]
    public async Task With_one_server_killed_and_restarted_and_one_slow_no_call_fails_and_no_server_is_idle()
    {
        var seconds = int.Parse(Environment.GetEnvironmentVariable("QWEN3_FARM_SECONDS") ?? "4", CultureInfo.InvariantCulture);
        await using var farm = await ServerFarm.StartAsync(s_fast, s_fast, s_slow);
        using var remote = farm.Connect();
        await RemoteEngines.EmbedAsync(remote, "first");
        await RemoteEngines.WaitUntilAsync(() => farm.Servers.All(server => server.AnsweredTexts.Count >= 2));

        farm.StartMeasuring();
        var started = Stopwatch.GetTimestamp();
        var calls = 0;
        var callers = Enumerable.Range(0, 24).Select(caller => Task.Run(async () =>
        {
            for (var i = 0; Stopwatch.GetElapsedTime(started).TotalSeconds < seconds; i++)
            {
                await RemoteEngines.EmbedAsync(remote, $"caller {caller} call {i}", $"another text of caller {caller} call {i}");
                Interlocked.Increment(ref calls);
            }
        })).ToArray();
        for (var i = 0; i < Math.Max(1, seconds / 4); i++)
        {
            await Task.Delay(1000, TestContext.Current.CancellationToken);
            await farm.KillAsync(1);
            await Task.Delay(500, TestContext.Current.CancellationToken);
            await farm.RestartAsync(1);
            await Task.Delay(i + 1 < seconds / 4 ? 2500 : 0, TestContext.Current.CancellationToken);
        }

        await RemoteEngines.WaitUntilAsync(() => Stopwatch.GetElapsedTime(started).TotalSeconds >= seconds - 0.1);
        farm.StopMeasuring();
        await Task.WhenAll(callers);
        TestContext.Current.TestOutputHelper?.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{calls} calls in {seconds} s, servers {farm.Utilisation:P0} busy"));
        Assert.InRange(farm.Utilisation, 0.8, 1.05);
    }

    [Fact]
    public async Task A_server_of_another_vector_space_is_not_used()
    {
        await using var farm = await ServerFarm.StartAsync(TimeSpan.Zero, TimeSpan.Zero);
        farm[1].VectorTransform = (_, _, row) => [.. row.Reverse()];
        farm[1].Delay = _ => TimeSpan.FromMilliseconds(50);
        using var remote = farm.Connect();
        await RemoteEngines.EmbedAsync(remote, "first");
        await RemoteEngines.WaitUntilAsync(() => farm[1].AnsweredTexts.Count >= 2);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => RemoteEngines.EmbedAsync(remote, $"a{i}", $"b{i}")));
        Assert.DoesNotContain(farm[1].AnsweredTexts, texts => texts.Count > 1);
    }

    [Fact]
    public async Task An_overloaded_server_is_left_alone_for_as_long_as_it_asks()
    {
        await using var farm = await ServerFarm.StartAsync(TimeSpan.Zero, TimeSpan.Zero);
        using var remote = farm.Connect();
        await RemoteEngines.EmbedAsync(remote, "first");
        await RemoteEngines.WaitUntilAsync(() => farm[1].AnsweredTexts.Count >= 2);
        farm[0].Faults.Add(429, retryAfter: "600");
        await RemoteEngines.EmbedAsync(remote, "refused by the first", "and computed by the second");
        var before = farm[0].Requests.Count;
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => RemoteEngines.EmbedAsync(remote, $"a{i}", $"b{i}")));
        Assert.Equal(before, farm[0].Requests.Count);
    }

    [Fact]
    public async Task A_server_that_fails_where_others_do_not_is_taken_out()
    {
        await using var farm = await ServerFarm.StartAsync(TimeSpan.Zero, TimeSpan.Zero);
        using var remote = farm.Connect();
        await RemoteEngines.EmbedAsync(remote, "first");
        await RemoteEngines.WaitUntilAsync(() => farm[1].AnsweredTexts.Count >= 2);
        farm[0].Status = 500;
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => RemoteEngines.EmbedAsync(remote, $"a{i}", $"b{i}")));
    }

    [Fact]
    public async Task With_all_servers_down_calls_fail_and_with_one_back_they_work()
    {
        await using var farm = await ServerFarm.StartAsync(TimeSpan.Zero, TimeSpan.Zero);
        using var remote = farm.Connect(options => options.MaxRetries = 1, new FastTime());
        await RemoteEngines.EmbedAsync(remote, "first");
        await farm.KillAsync(0);
        await farm.KillAsync(1);
        var exception = await Assert.ThrowsAsync<ServerUnavailableException>(() => RemoteEngines.EmbedAsync(remote, "text"));
        Assert.Contains("none of 2 servers is available", exception.Message, StringComparison.Ordinal);
        await farm.RestartAsync(1);
        await RemoteEngines.EmbedAsync(remote, "text");
    }

    [Fact]
    public async Task A_slow_request_is_sent_to_a_second_server_too_and_cancelled_on_the_first()
    {
        await using var farm = await ServerFarm.StartAsync(TimeSpan.FromMinutes(1), TimeSpan.Zero);
        using var remote = farm.Connect(options => options.HedgingDelay = TimeSpan.FromMilliseconds(50));
        await RemoteEngines.EmbedAsync(remote, "first");
        await RemoteEngines.WaitUntilAsync(() => farm.Servers.All(server => server.AnsweredTexts.Count >= 2));
        await RemoteEngines.EmbedAsync(remote, "a", "b");
        await RemoteEngines.WaitUntilAsync(() => farm[0].CancelledRequests == 1);
    }
}
