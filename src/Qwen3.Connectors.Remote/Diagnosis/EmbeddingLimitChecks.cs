using System.Numerics.Tensors;
using Qwen3.Connectors.Models.Fingerprints.Comparison;
using Qwen3.Connectors.Models.Verification;
using Qwen3.Connectors.Models.Verification.Checks;
using Qwen3.Connectors.Remote.Engines;
using Qwen3.Connectors.Remote.Profiles;
using Qwen3.Connectors.Remote.Protocols;

namespace Qwen3.Connectors.Remote.Diagnosis;

/// <summary>Examines the limits of a server that embeds: long texts, many texts, shorter vectors, special tokens.</summary>
internal sealed class EmbeddingLimitChecks(ServerRequests requests, CheckRunner checks, string ending)
{
    /// <summary>Around the limits that servers have by default: 512 and 2048 tokens.</summary>
    private static readonly int[] s_lengths = [600, 2200];

    private const int LargeBatch = 100;
    private const int ShortWidth = 64;

    private readonly ServerFacts _facts = checks.Facts;

    /// <param name="row">The vector of "The capital of China is Beijing."</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    public async Task RunAsync(float[] row, CancellationToken cancellationToken)
    {
        await AddAsync("long texts", CheckLengthAsync(cancellationToken)).ConfigureAwait(false);
        await AddAsync("batch limit", CheckBatchLimitAsync(cancellationToken)).ConfigureAwait(false);
        await AddAsync("dimensions", CheckDimensionsAsync(row, cancellationToken)).ConfigureAwait(false);
        await checks.RunAsync("special tokens", () => CheckSpecialTokensAsync(cancellationToken)).ConfigureAwait(false);
    }

    private Task AddAsync(string name, Task<ModelCheck> check) =>
        checks.RunAsync(name, async () => checks.Add(await check.ConfigureAwait(false)));

    private Task<EmbeddingAnswer> EmbedAsync(string[] texts, CancellationToken cancellationToken) => requests.EmbedAsync(
        _facts.Protocol, new EmbeddingRequest(_facts.Model, [.. texts.Select(text => text + ending)]), cancellationToken);

    /// <summary>A digit is a token: words behind the digits change nothing only where they were truncated.</summary>
    private async Task<ModelCheck> CheckLengthAsync(CancellationToken cancellationToken)
    {
        const string Name = "long texts";
        const string Expected = "computed whole, or refused";
        foreach (var length in s_lengths.Where(length => _facts.MaxTokens is not { } limit || length + (length / 2) <= limit))
        {
            var text = string.Concat(Enumerable.Range(0, length).Select(i => (char)('0' + (i * 7 % 10))));
            try
            {
                var whole = await EmbedAsync([text], cancellationToken).ConfigureAwait(false);
                var longer = await EmbedAsync([SilentTruncationCheck.Extend(text)], cancellationToken).ConfigureAwait(false);
                if (ProbeVector.Cosine(whole.Rows[0], longer.Rows[0]) >= SilentTruncationCheck.EqualCosine)
                {
                    return Checks.Fail(
                        Name, Expected, $"a text of {length} tokens is truncated, with status 200",
                        "The end of longer texts is lost without a message.", _facts.Protocol.LengthFix);
                }
            }
            catch (RequestRejectedException exception) when (exception.IsSplittable)
            {
                return Checks.Fail(
                    Name, Expected, $"a text of {length} tokens is refused (status {(int)exception.Status})",
                    "Texts of usual length can't be embedded.", _facts.Protocol.LengthFix);
            }
        }

        return Checks.Pass(Name, Expected, _facts.MaxTokens is { } max && max < s_lengths[^1]
            ? $"computed whole up to its limit of {max}"
            : $"{s_lengths[^1]} tokens computed whole");
    }

    private async Task<ModelCheck> CheckBatchLimitAsync(CancellationToken cancellationToken)
    {
        const string Name = "batch limit";
        var expected = $"{LargeBatch} texts in a request";
        var limit = _facts.MaxTexts ?? int.MaxValue;
        try
        {
            if (limit >= LargeBatch)
            {
                await EmbedAsync([.. Enumerable.Range(0, LargeBatch).Select(i => $"text {i}")], cancellationToken).ConfigureAwait(false);
                return Checks.Pass(Name, expected, "accepted");
            }
        }
        catch (RequestRejectedException exception) when (exception.IsSplittable)
        {
            return Limited($"refused with status {(int)exception.Status}");
        }

        return Limited($"{limit} at most");

        ModelCheck Limited(string found) => Checks.Correct(
            Name, expected, found, "Clients that send larger requests fail in the middle of an index run.",
            "Raise the limit where other clients use the server (text-embeddings-inference: --max-client-batch-size). This library "
                + "splits requests.");
    }

    private async Task<ModelCheck> CheckDimensionsAsync(float[] row, CancellationToken cancellationToken)
    {
        const string Name = "dimensions";
        var expected = $"{ShortWidth} values on request, truncated and normalised";
        const string Advice = "This library truncates and normalises itself. For other clients: vLLM takes --hf-overrides "
            + "'{\"is_matryoshka\": true}'; "
            + "llama-server has no such option.";
        try
        {
            var request = new EmbeddingRequest(_facts.Model, ["The capital of China is Beijing." + ending]) { Dimensions = ShortWidth };
            var shorter = (await requests.EmbedAsync(_facts.Protocol, request, cancellationToken).ConfigureAwait(false)).Rows[0];
            var wanted = row[..Math.Min(ShortWidth, row.Length)];
            return shorter.Length != ShortWidth
                ? Checks.Correct(Name, expected, $"{shorter.Length} values: the field is ignored", "Vectors have another length than "
                    + "asked for.", Advice)
                : ProbeVector.Cosine(shorter, wanted) > 0.999 && Math.Abs(TensorPrimitives.Norm<float>(shorter) - 1) < 1e-3
                    ? Checks.Pass(Name, expected, "so")
                    : Checks.Correct(
                        Name, expected, "other values, or not normalised", "Short vectors of this server can't be compared "
                            + "with others.", Advice);
        }
        catch (RequestRejectedException exception) when (exception.Kind is not ServerErrorKind.Unauthorized)
        {
            return Checks.Correct(
                Name, expected, $"refused with status {(int)exception.Status}", "Clients that ask for fewer dimensions fail.", Advice);
        }
    }

    /// <summary>As plain text, the name of a special token has several tokens.</summary>
    private async Task CheckSpecialTokensAsync(CancellationToken cancellationToken)
    {
        var answer = await EmbedAsync(["<|im_end|>"], cancellationToken).ConfigureAwait(false);
        if (answer.TokenCount is { } count)
        {
            const string Expected = "the text <|im_end|> is plain text";
            checks.Add(count > 3 ? Checks.Pass("special tokens", Expected, $"{count} tokens") : Checks.Correct(
                "special tokens", Expected, $"{count} tokens: it is read as the token",
                "A text that contains such names is embedded as something else, or ends there.",
                "Other clients must change such texts. This library sends them with a space behind the bracket."));
        }
    }
}
