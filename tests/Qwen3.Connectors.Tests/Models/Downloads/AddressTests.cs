using Qwen3.Connectors.Models.Downloads.Storage;

namespace Qwen3.Connectors.Tests.Models.Downloads;

/// <summary>Servers, layouts and redirects, and which server receives the token.</summary>
public sealed class AddressTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Only_the_first_server_receives_the_token_and_its_metadata_counts()
    {
        await using var content = new FaultyServer(
            request => ServerAnswer.File(request, StoreFolder.File, "\"other\"")
                .BreakFirst(request, 2_000_000),
            "127.0.0.2");
        await using var server = new FaultyServer(_ => ServerAnswer.Redirect(
            new Uri(content.Address, "blob?signature=secret"),
            $"X-Linked-ETag: \"{StoreFolder.FileHash}\"",
            $"X-Linked-Size: {StoreFolder.File.Length}"));
        var store = _folder.Store(server, options => options.Token = "hf_secret");
        await store.GetAsync(StoreFolder.Name, cancellationToken: Cancellation);
        Assert.Equal(2, server.Requests.Count);
        Assert.All(server.Requests, request => Assert.Equal("Bearer hf_secret", request.Headers["Authorization"]));
        Assert.Equal([0, 2_000_000], content.Requests.Select(request => request.Offset));
        Assert.All(content.Requests, request => Assert.False(request.Headers.ContainsKey("Authorization")));
        Assert.DoesNotContain("secret", $"{Assert.Single(_folder.Starts)}", StringComparison.Ordinal);
        _folder.AssertComplete();
    }

    [Fact]
    public async Task A_redirect_on_the_same_server_keeps_the_token()
    {
        await using var server = new FaultyServer(request => request.Path.EndsWith("/moved", StringComparison.Ordinal)
            ? ServerAnswer.File(request, StoreFolder.File, "\"tag\"")
            : new(307, [], "Location: /moved", "Content-Length: 0"));
        await _folder.Store(server, options => options.Token = "hf_secret").GetAsync(StoreFolder.Name, cancellationToken: Cancellation);
        Assert.Equal("Bearer hf_secret", server.Requests[1].Headers["Authorization"]);
    }

    [Fact]
    public async Task A_redirect_loop_ends()
    {
        await using var server = new FaultyServer(_ => new(302, [], "Location: /again", "Content-Length: 0"));
        await StoreFolder.AssertFailsAsync(ModelDownloadFailure.UnexpectedAnswer, _folder.Store(server));
    }

    [Theory]
    [InlineData(ModelAddressLayout.HuggingFace, "/base/Qwen/Qwen3-Embedding-0.6B-GGUF/resolve/main/Qwen3-Embedding-0.6B-Q8_0.gguf")]
    [InlineData(ModelAddressLayout.ModelScope, "/base/models/Qwen/Qwen3-Embedding-0.6B-GGUF/resolve/master/Qwen3-Embedding-0.6B-Q8_0.gguf")]
    [InlineData(ModelAddressLayout.Flat, "/base/Qwen3-Embedding-0.6B-Q8_0.gguf")]
    public async Task Each_layout_has_its_own_addresses(ModelAddressLayout layout, string path)
    {
        await using var server = FaultyServer.Of(StoreFolder.File);
        var store = _folder.Store(server, options => (options.Layout, options.Endpoint) = (layout, new Uri(server.Address, "base/")));
        await store.GetAsync(StoreFolder.Name, cancellationToken: Cancellation);
        Assert.Equal(path, Assert.Single(server.Requests).Path);
    }

    [Theory]
    [InlineData(null, "https://huggingface.co/*/resolve/main/Qwen3-Embedding-0.6B-Q8_0.gguf")]
    [InlineData("https://mirror.example/hf/", "https://mirror.example/hf/*/resolve/main/Qwen3-Embedding-0.6B-Q8_0.gguf")]
    [InlineData("https://modelscope.cn", "https://modelscope.cn/models/*/resolve/master/Qwen3-Embedding-0.6B-Q8_0.gguf")]
    public void The_server_is_read_from_the_environment(string? endpoint, string address)
    {
        _folder.Variables["HF_ENDPOINT"] = endpoint ?? "";
        var expected = address.Replace("*", "Qwen/Qwen3-Embedding-0.6B-GGUF", StringComparison.Ordinal);
        Assert.Equal(new Uri(expected), ModelStoreSettings.Resolve(_folder.Options(null)).Addresses.Of(StoreFolder.Model));
    }

    [Fact]
    public void The_folder_is_read_from_the_environment_and_the_option_takes_precedence()
    {
        _folder.Variables["QWEN3_MODELS"] = Path.Combine(_folder.Path, "there");
        Assert.Equal(Path.Combine(_folder.Path, "there"), _folder.Store(null, options => options.Folder = null).Folder);
        Assert.Equal(_folder.Path, _folder.Store(null).Folder);
        _folder.Variables.Remove("QWEN3_MODELS");
        Assert.EndsWith(Path.Combine("qwen3-connectors", "models"), _folder.Store(null, options => options.Folder = null).Folder,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_tilde_at_the_start_of_a_folder_is_the_home_folder()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        string Folder(string path) => _folder.Store(null, options => options.Folder = path).Folder;
        Assert.Equal(Path.Combine(home, "models"), Folder("~/models"));
        Assert.Equal(home, Folder("~"));
        Assert.Equal(Path.Combine(Environment.CurrentDirectory, "~name", "models"), Folder("~name/models"));
        Assert.Equal(Path.Combine(_folder.Path, "~"), Folder(Path.Combine(_folder.Path, "~")));
        _folder.Variables["QWEN3_MODELS"] = "~/there";
        Assert.Equal(Path.Combine(home, "there"), _folder.Store(null, options => options.Folder = null).Folder);
    }

    [Theory]
    [InlineData("HF_HUB_CACHE", "~/cache", "cache")]
    [InlineData("HUGGINGFACE_HUB_CACHE", "~/cache", "cache")]
    [InlineData("HF_HOME", "~/cache", "cache/hub")]
    [InlineData("XDG_CACHE_HOME", "~/cache", "cache/huggingface/hub")]
    public void A_tilde_in_a_variable_of_Hugging_Face_is_the_home_folder(string variable, string value, string expected)
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var options = _folder.Options(null, options => options.ReadEnvironment = name => name == variable ? value : null);
        Assert.Equal(Path.Combine(home, expected), ModelStoreSettings.Resolve(options).HubFolder);
    }

    [Theory]
    [InlineData("HF_ENDPOINT", "ftp://example")]
    [InlineData("HF_ENDPOINT", "huggingface")]
    [InlineData("HF_TOKEN", "two words")]
    public void An_invalid_variable_is_named(string variable, string value)
    {
        _folder.Variables[variable] = value;
        Assert.Contains(variable, Assert.Throws<ArgumentException>(() => _folder.Store(null)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_message_lists_every_invalid_option_without_the_token()
    {
        var options = new ModelStoreOptions
        {
            Folder = " ",
            Endpoint = new Uri("ftp://example"),
            Layout = (ModelAddressLayout)9,
            Token = "sec ret",
            MaxAttempts = 0,
            RetryDelay = TimeSpan.FromSeconds(-1),
            StallTimeout = TimeSpan.Zero,
        };
        Assert.Equal(["Folder", "Endpoint", "Layout", "Token", "MaxAttempts", "RetryDelay", "StallTimeout"],
            options.Validate().Select(fault => fault.Split(' ')[0]));
        var message = Assert.Throws<ArgumentException>(() => new ModelStore(options)).Message;
        Assert.All(options.Validate(), fault => Assert.Contains(fault, message, StringComparison.Ordinal));
        Assert.DoesNotContain("sec ret", message, StringComparison.Ordinal);
        Assert.Empty(new ModelStoreOptions().Validate());
    }

    public void Dispose() => _folder.Dispose();
}
