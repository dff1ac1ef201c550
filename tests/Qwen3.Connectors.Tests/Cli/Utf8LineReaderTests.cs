using System.Text;
using Qwen3.Connectors.Cli;
using Qwen3.Connectors.Cli.Input;

namespace Qwen3.Connectors.Tests.Cli;

public class Utf8LineReaderTests
{
    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("one")]
    [InlineData("one\ntwo\r\n\n\r\nthree\r")]
    [InlineData("\uFEFFé😀\n\uFEFF\n")]
    public async Task Lines_do_not_depend_on_how_the_bytes_arrive(string text)
    {
        var expected = Split(text);
        foreach (var size in new[] { 1, 2, 3, 1000 })
        {
            Assert.Equal(expected, await ReadAsync(new SlowStream(Encoding.UTF8.GetBytes(text), size)));
        }
    }

    [Fact]
    public async Task Lines_longer_than_the_buffer_are_whole()
    {
        var lines = Enumerable.Range(0, 5).Select(i => new string((char)('a' + i), 50_000 * i)).ToList();
        var bytes = Encoding.UTF8.GetBytes(string.Join('\n', lines));
        Assert.Equal(lines, await ReadAsync(new SlowStream(bytes, 40_000)));
    }

    [Theory]
    [InlineData("12345678\n", true)]
    [InlineData("123456789\n", false)]
    [InlineData("123456789", false)]
    public async Task A_line_beyond_the_limit_is_refused_also_before_its_end(string line, bool isAccepted)
    {
        // Endless: a line without an end must not be read to the end.
        using var stream = new SlowStream(Encoding.UTF8.GetBytes("ok\n" + line), 4, isEndless: true);
        var reader = new Utf8LineReader(stream, "the input", maxLineBytes: 8);
        Assert.Equal("ok", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
        if (isAccepted)
        {
            Assert.Equal("12345678", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
            return;
        }

        async Task ReadAsync() => await reader.ReadLineAsync(TestContext.Current.CancellationToken);
        var exception = await Assert.ThrowsAsync<CliException>(ReadAsync);
        Assert.Equal("the input, line 2: the line is longer than 8 bytes; expected one text per line.", exception.Message);
    }

    private static async Task<List<string>> ReadAsync(Stream stream)
    {
        var lines = new List<string>();
        var reader = new Utf8LineReader(stream, "the input");
        while (await reader.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            lines.Add(line);
            Assert.Equal(lines.Count, reader.LineNumber);
        }

        return lines;
    }

    /// <summary>Splits the text at LF and CR LF, and skips a byte order mark at the start only.</summary>
    private static List<string> Split(string text)
    {
        var lines = text.Split('\n').Select(line => line.EndsWith('\r') ? line[..^1] : line).ToList();
        if (text.Length == 0 || text.EndsWith('\n'))
        {
            lines.RemoveAt(lines.Count - 1);
        }

        return [.. lines.Select((line, i) => i == 0 ? line.TrimStart('\uFEFF') : line)];
    }

    /// <summary>Returns at most a few bytes per read, and after the end either nothing or the letter x for ever.</summary>
    private sealed class SlowStream(byte[] bytes, int size, bool isEndless = false) : MemoryStream(bytes)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = await base.ReadAsync(buffer[..Math.Min(size, buffer.Length)], cancellationToken);
            if (count > 0 || !isEndless)
            {
                return count;
            }

            buffer.Span[0] = (byte)'x';
            return 1;
        }
    }
}
