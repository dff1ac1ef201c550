using System.Diagnostics;
using System.Globalization;
using System.Text;
using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Benchmarks.Memory;

/// <summary>Loads a model, embeds texts and reads the peak of the process, which is that of this run only in a new process.</summary>
internal sealed class MemoryRun
{
    private const string MappingsFile = "/proc/self/smaps";
    private const int BeginningTokens = 100;

    private readonly Random _random = new(1);

    public required string Path { get; init; }

    public required InferenceOptions Options { get; init; }

    /// <summary>Approximate number of tokens of a text.</summary>
    public required int TextTokens { get; init; }

    public required int TextCount { get; init; }

    /// <summary>Whether texts have common prefixes.</summary>
    public bool HasCommonBeginnings { get; init; }

    /// <summary>Whether words use many scripts, so that many rows of the token embedding are read.</summary>
    public bool HasManyScripts { get; init; }

    public async Task<MemoryResult> MeasureAsync(CancellationToken cancellationToken)
    {
        var estimate = ModelEstimate.For(ModelDescription.Read(Path), Options);
        using var model = EmbeddingModel.Load(Path, Options);
        var loaded = Resident();
        var limit = Math.Min(TextTokens, model.Description.Shape.ContextLength);
        var texts = Enumerable.Range(0, TextCount).Select(_ => MakeText(model.Tokenizer, limit)).ToArray();
        if (HasCommonBeginnings)
        {
            // Two texts per prefix, and more prefixes than the cache can store.
            var beginnings = Enumerable.Range(0, (2 * Options.PrefixCacheTokens / BeginningTokens) + 1)
                .Select(_ => MakeText(model.Tokenizer, BeginningTokens)).ToArray();
            texts = [.. beginnings.SelectMany(beginning => texts.Take(2).Select(text => beginning + text))];
            limit = model.Description.Shape.ContextLength;
        }

        await model.EmbedAsync(texts, limit, Truncation.TruncateEnd, cancellationToken).ConfigureAwait(false);
        var memory = !HasCommonBeginnings && limit > Options.BatchTokens
            ? ModelEstimate.For(model.Description with { Shape = model.Description.Shape with { ContextLength = limit } }, Options)
                .LongestTextMemory
            : estimate.Memory;
        return new MemoryResult(Peak(), HasCommonBeginnings ? memory.PeakWithCacheBytes : memory.PeakBytes, memory, loaded, FileResident());
    }

    /// <summary>Makes a text of random words with at least so many tokens; the call truncates the rest.</summary>
    private string MakeText(Qwen3Tokenizer tokenizer, int tokens)
    {
        var text = new StringBuilder();
        do
        {
            for (var word = 0; word < Math.Max(8, tokens / 4); word++)
            {
                text.Append(' ').Append(MakeWord());
            }
        }
        while (tokenizer.CountTokens(text.ToString()) < tokens);
        return text.ToString();
    }

    private string MakeWord()
    {
        if (!HasManyScripts)
        {
            return EnglishWords.All[_random.Next(EnglishWords.All.Count)];
        }

        // Latin, Greek and Cyrillic, Arabic, Thai, kana, Chinese, Korean.
        var (first, last) = new[] { ('a', 'z'), ('\u00C0', '\u04FF'), ('\u0620', '\u064A'), ('\u0E01', '\u0E2E'), ('\u3041', '\u30FA'),
            ('\u4E00', '\u9FA5'), ('\uAC00', '\uD7A3') }[_random.Next(7)];
        return string.Concat(Enumerable.Range(0, _random.Next(2, 5)).Select(_ => (char)_random.Next(first, last + 1)));
    }

    private static long Peak()
    {
        using var process = Process.GetCurrentProcess();
        return Math.Max(process.PeakWorkingSet64, process.WorkingSet64);
    }

    private static long Resident()
    {
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }

    private long? FileResident()
    {
        if (!File.Exists(MappingsFile))
        {
            return null;
        }

        var isModel = false;
        var bytes = 0L;
        foreach (var line in File.ReadLines(MappingsFile))
        {
            if (line.Contains('-', StringComparison.Ordinal) && !line.Contains("kB", StringComparison.Ordinal))
            {
                isModel = line.EndsWith(System.IO.Path.GetFileName(Path), StringComparison.Ordinal);
            }
            else if (isModel && line.StartsWith("Rss:", StringComparison.Ordinal))
            {
                bytes += 1024 * long.Parse(line.AsSpan(4, line.Length - 6).Trim(), CultureInfo.InvariantCulture);
            }
        }

        return bytes;
    }
}
