using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.AI;
using Qwen3.Connectors.Benchmarks.Memory;
using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Benchmarks.Latency;

/// <summary>Measures queries, one after another, while one other call runs.</summary>
internal sealed class LatencyRun : IDisposable
{
    private const int QueryWords = 8;
    private const int WordsPerText = 24;

    private readonly Random _random = new(1);
    private readonly int _maxQueries;
    private readonly Qwen3EmbeddingGenerator _documents;
    private readonly Qwen3EmbeddingGenerator _queries;

    public LatencyRun(string model, int maxQueries)
    {
        _maxQueries = maxQueries;
        _documents = Qwen3EmbeddingGenerator.Load(model);
        _queries = _documents.AsQueryGenerator();
    }

    /// <summary>Makes texts of about 30 tokens.</summary>
    public string[] MakeTexts(int count) => [.. Enumerable.Range(0, count).Select(_ => Words(WordsPerText))];

    /// <summary>Makes a text of at least so many tokens.</summary>
    public async Task<string> MakeTextAsync(int tokens, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        do
        {
            text.Append(Words(Math.Max(8, tokens / 4))).Append(' ');
        }
        while (await _documents.CountTokensAsync(text.ToString(), cancellationToken).ConfigureAwait(false) < tokens);
        return text.ToString();
    }

    /// <summary>Measures the latencies of queries from 200 ms after the start of the other call until it ends.</summary>
    /// <param name="name">What the other call is.</param>
    /// <param name="others">The texts of the other call; empty for none.</param>
    /// <param name="cancellationToken">Stops the measurement.</param>
    /// <returns>A row of the table.</returns>
    public async Task<string> MeasureAsync(string name, string[] others, CancellationToken cancellationToken)
    {
        await QueryAsync(cancellationToken).ConfigureAwait(false);
        var start = Stopwatch.GetTimestamp();
        var other = others.Length == 0
            ? null : Task.Run(() => _documents.GenerateAsync(others, cancellationToken: cancellationToken), cancellationToken);
        if (other is not null)
        {
            await Task.Delay(200, cancellationToken).ConfigureAwait(false);
        }

        var times = new List<double>();
        var refused = 0;
        for (var i = 0; i < _maxQueries && other is not { IsCompleted: true }; i++)
        {
            try
            {
                times.Add(await QueryAsync(cancellationToken).ConfigureAwait(false));
            }
            catch (EngineOverloadedException)
            {
                refused++;
            }

            await Task.Delay(5, cancellationToken).ConfigureAwait(false);
        }

        if (other is not null)
        {
            await other.ConfigureAwait(false);
        }

        return Row(name, times, refused, Stopwatch.GetElapsedTime(start));
    }

    public void Dispose()
    {
        _queries.Dispose();
        _documents.Dispose();
    }

    private static string Row(string name, List<double> times, int refused, TimeSpan total)
    {
        times.Sort();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {times.Count} | {At(0.5):N1} | {At(0.95):N1} | {At(0.99):N1} | {At(1):N1} | {refused} | "
            + $"{total.TotalSeconds:N1} s |");

        double At(double quantile) => times.Count == 0 ? double.NaN : times[Math.Max(0, (int)Math.Ceiling(quantile * times.Count) - 1)];
    }

    private async Task<double> QueryAsync(CancellationToken cancellationToken)
    {
        var query = Words(QueryWords);
        var start = Stopwatch.GetTimestamp();
        await _queries.GenerateVectorAsync(query, cancellationToken: cancellationToken).ConfigureAwait(false);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private string Words(int count) =>
        string.Join(' ', Enumerable.Range(0, count).Select(_ => EnglishWords.All[_random.Next(EnglishWords.All.Count)]));
}
