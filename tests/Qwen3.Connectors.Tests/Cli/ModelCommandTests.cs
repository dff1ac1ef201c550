using Qwen3.Connectors.Cli;
using Qwen3.Connectors.Tests.Models.Downloads;

namespace Qwen3.Connectors.Tests.Cli;

/// <summary>The commands pull, list and where, and model names instead of paths.</summary>
public sealed class ModelCommandTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    [Fact]
    public async Task Pull_announces_the_download_shows_progress_and_prints_the_path()
    {
        await using var server = FaultyServer.Of(StoreFolder.File);
        var run = await RunAsync(server, "pull", "qwen3-embedding:0.6b");
        Assert.Equal((0, $"{_folder.Target}\n"), (run.ExitCode, run.Output));
        var lines = run.Error.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith($"qwen3: downloading {StoreFolder.Name} (4.8 MB) from {server.Address}", lines[0], StringComparison.Ordinal);
        Assert.All(lines[1..], line => Assert.Matches(@"^qwen3: .* of 4\.8 MB.* -> ", line));
        Assert.Contains(_folder.Target, lines[1], StringComparison.Ordinal);

        var again = await RunAsync(server, "pull", StoreFolder.Name);
        Assert.Equal((0, $"{_folder.Target}\n", ""), (again.ExitCode, again.Output, again.Error));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Pull_overwrites_one_line_on_a_terminal_and_erases_it()
    {
        await using var server = FaultyServer.Of(StoreFolder.File);
        CliEnvironment OnTerminal(CliEnvironment environment) => Real(environment, server) with { IsTerminal = true, Columns = 60 };
        var run = await CliRun.RunAsync(OnTerminal, "", "pull", StoreFolder.Name);
        var progress = run.Error[(run.Error.IndexOf('\n', StringComparison.Ordinal) + 1)..];
        Assert.DoesNotContain('\n', progress);
        Assert.All(progress.Split('\r'), line => Assert.True(line.Length < 60, line));
        Assert.Contains("of 4.8 MB", progress, StringComparison.Ordinal);
        Assert.Equal("", progress.Split('\r')[^2].Trim());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_failed_attempt_is_reported_with_the_number_of_the_next_one(bool isTerminal)
    {
        var requests = 0;
        await using var server = new FaultyServer(request =>
            Interlocked.Increment(ref requests) == 1 ? ServerAnswer.Failure(503) : ServerAnswer.File(request, StoreFolder.File, "\"tag\""));
        CliEnvironment Change(CliEnvironment environment) => Real(environment, server) with { IsTerminal = isTerminal };
        var run = await CliRun.RunAsync(Change, "", "pull", StoreFolder.Name);
        Assert.Equal((0, $"{_folder.Target}\n"), (run.ExitCode, run.Output));
        var line = Assert.Single(run.Error.Split(Environment.NewLine), line => line.Contains("retrying", StringComparison.Ordinal));
        Assert.Matches(@"^\r?qwen3: .*503.*; retrying in 0 s \(2 of 5\)$", line);
    }

    [Fact]
    public async Task Pull_as_JSON_reports_whether_the_file_was_downloaded()
    {
        await using var server = FaultyServer.Of(StoreFolder.File);
        foreach (var expected in new[] { true, false })
        {
            var line = Assert.Single((await RunAsync(server, "pull", "--json", StoreFolder.Name)).Lines);
            Assert.Equal((StoreFolder.Name, _folder.Target), (line.GetProperty("name").GetString(), line.GetProperty("file").GetString()));
            Assert.Equal(StoreFolder.File.Length, line.GetProperty("bytes").GetInt64());
            Assert.Equal(expected, line.GetProperty("downloaded").GetBoolean());
        }
    }

    [Fact]
    public async Task Info_of_a_missing_model_prints_estimates_and_downloads_nothing()
    {
        await using var server = FaultyServer.Of(StoreFolder.File);
        var run = await RunAsync(server, "info", "--model", "qwen3-embedding:4b", "--no-probe");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.StartsWith(
            "name          Qwen3-Embedding-4B:Q4_K_M\npublished at  Qwen/Qwen3-Embedding-4B-GGUF, Qwen3-Embedding-4B-Q4_K_M.gguf\n",
            run.Output.ReplaceLineEndings("\n"),
            StringComparison.Ordinal);
        Assert.Contains("\nmemory        about ", run.Output, StringComparison.Ordinal);
        Assert.Contains("'qwen3 pull Qwen3-Embedding-4B:Q4_K_M' downloads it", run.Output, StringComparison.Ordinal);

        var line = Assert.Single((await RunAsync(server, "info", "--model", "qwen3-embedding:4b", "--no-probe", "--json")).Lines);
        Assert.Equal("Qwen3-Embedding-4B:Q4_K_M", line.GetProperty("name").GetString());
        var estimate = line.GetProperty("estimate");
        Assert.InRange(estimate.GetProperty("disk_bytes").GetInt64(), 2_400_000_000, 2_600_000_000);
        Assert.InRange(estimate.GetProperty("memory").GetProperty("peak_bytes").GetInt64(), 2_000_000_000, 3_000_000_000);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Info_and_verify_accept_the_name_of_a_downloaded_model()
    {
        await using var server = FaultyServer.Of(StoreFolder.File);
        Assert.Equal(0, (await RunAsync(server, "pull", StoreFolder.Name)).ExitCode);
        var info = await RunAsync(server, "info", "--model", StoreFolder.Name, "--no-probe");
        Assert.Contains($"file          {_folder.Target}", info.Output, StringComparison.Ordinal);
        var verify = await RunAsync(server, "verify", StoreFolder.Name);
        Assert.Equal((0, ""), (verify.ExitCode, verify.Error));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Pull_accepts_another_server_and_its_layout()
    {
        await using var server = FaultyServer.Of(StoreFolder.File);
        var run = await RunAsync(null, "pull", "--endpoint", $"{server.Address}", "--layout", "flat", StoreFolder.Name);
        Assert.Equal(0, run.ExitCode);
        Assert.Equal("/Qwen3-Embedding-0.6B-Q8_0.gguf", Assert.Single(server.Requests).Path);
    }

    [Fact]
    public async Task A_failed_download_gives_one_line_and_exit_code_4()
    {
        await using var server = new FaultyServer(_ => ServerAnswer.Failure(404));
        var run = await RunAsync(server, "pull", StoreFolder.Name);
        Assert.Equal((4, ""), (run.ExitCode, run.Output));
        Assert.Contains("status 404", run.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pull", "qwen3-embedding:5b")]
    [InlineData("where", "qwen3-embedding:5b")]
    [InlineData("embed", "--model", "qwen3-embedding:5b", "text")]
    [InlineData("rerank", "--model", "qwen3-embedding:5b", "--query", "q", "text")]
    [InlineData("pull", "--endpoint", "nowhere", "qwen3-embedding:4b")]
    [InlineData("pull", "--endpoint", "ftp://nowhere", "qwen3-embedding:4b")]
    [InlineData("pull")]
    [InlineData("list", "more")]
    public async Task A_wrong_name_or_usage_gives_exit_code_2(params string[] arguments)
    {
        var run = await RunAsync(null, arguments);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.NotEmpty(run.Message);
    }

    [Theory]
    [InlineData("Embedding", "qwen3-embedding")]
    [InlineData("Embedding", "Qwen3-Embedding:latest")]
    [InlineData("Embedding", "Qwen/Qwen3-Embedding-GGUF")]
    [InlineData("Reranker", "dengcao/Qwen3-Reranker")]
    public async Task A_name_without_a_size_lists_the_sizes_the_smallest_first(string kind, string name)
    {
        foreach (var arguments in new string[][] { ["pull", name], ["where", name], ["info", "--model", name], ["embed", name, "text"] })
        {
            var run = await RunAsync(null, arguments);
            Assert.Equal((2, ""), (run.ExitCode, run.Output));
            var expected = $"The name has no size; choose one of 'Qwen3-{kind}-0.6B:Q8_0' (0.6 GB), 'Qwen3-{kind}-4B:";
            Assert.Contains(expected, run.Message, StringComparison.Ordinal);
            Assert.EndsWith("'qwen3 list' shows all.", run.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Where_prints_the_path_or_the_target_of_a_download()
    {
        var absent = await RunAsync(null, "where", StoreFolder.Name);
        Assert.Equal((3, ""), (absent.ExitCode, absent.Output));
        Assert.Contains($"'qwen3 pull {StoreFolder.Name}' downloads it to {_folder.Target}", absent.Message, StringComparison.Ordinal);
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.Target)!);
        File.Copy(GoldenModels.EmbeddingFile, _folder.Target);
        var here = await RunAsync(null, "where", StoreFolder.Name);
        Assert.Equal((0, $"{_folder.Target}\n"), (here.ExitCode, here.Output));
        Assert.Equal($"{GoldenModels.EmbeddingFile}\n", (await RunAsync(null, "where", GoldenModels.EmbeddingFile)).Output);
        var json = Assert.Single((await RunAsync(null, "where", "--json", StoreFolder.Name)).Lines);
        Assert.Equal(_folder.Target, json.GetProperty("file").GetString());
    }

    [Fact]
    public async Task List_prints_every_catalog_model_and_the_paths_of_local_files()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.Target)!);
        File.Copy(GoldenModels.EmbeddingFile, _folder.Target);
        var lines = (await RunAsync(null, "list")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[1..];
        Assert.Equal(ModelCatalog.Models.Select(model => model.Name), lines.Select(line => line[2..].Split(' ')[0]));
        var local = Assert.Single(lines, line => !line.EndsWith(" -", StringComparison.Ordinal));
        Assert.EndsWith(_folder.Target, local, StringComparison.Ordinal);
        Assert.Equal(6, lines.Count(line => line.StartsWith('*')));
        var json = (await RunAsync(null, "list", "--json")).Lines;
        Assert.Equal(ModelCatalog.Models.Count, json.Count);
        var here = Assert.Single(json, line => line.GetProperty("file").GetString() is not null);
        Assert.Equal(StoreFolder.Name, here.GetProperty("name").GetString());
        Assert.Equal(StoreFolder.File.Length, here.GetProperty("bytes").GetInt64());
    }

    [Fact]
    public async Task Embed_accepts_a_name_and_writes_only_JSON_Lines_to_standard_output()
    {
        await using var server = FaultyServer.Of(StoreFolder.File);
        var golden = GoldenModels.Load();
        var run = await RunAsync(server, "embed", "--model", "qwen3-embedding:0.6b", "--role", "query", golden.Queries[0]);
        Assert.Equal(0, run.ExitCode);
        var values = Assert.Single(run.Lines).GetProperty("embedding").EnumerateArray().Zip(golden.QueryEmbeddings[0]);
        Assert.All(values, pair => Assert.Equal(pair.Second, pair.First.GetDouble(), 1e-5));
        Assert.StartsWith("qwen3: downloading", run.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private Task<CliRun> RunAsync(FaultyServer? server, params string[] arguments) =>
        CliRun.RunAsync(environment => Real(environment, server), "", arguments);

    private CliEnvironment Real(CliEnvironment fake, FaultyServer? server) => new(fake.Input, fake.Output, fake.Error)
    {
        CreateStoreOptions = () => _folder.Options(server),
    };
}
