using System.Diagnostics;
using System.Globalization;
using System.Numerics.Tensors;
using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Models.Fingerprints.Comparison;
using Qwen3.Connectors.Models.Verification;
using Qwen3.Connectors.Models.Verification.Checks;
using Qwen3.Connectors.Prompts;
using Qwen3.Connectors.Remote.Profiles;
using Qwen3.Connectors.Remote.Protocols;

namespace Qwen3.Connectors.Remote.Diagnosis;

/// <summary>Examines how a server embeds.</summary>
internal sealed class EmbeddingDoctor(ServerRequests requests, CheckRunner checks, IEmbeddingEngine? reference)
{
    private const double NormTolerance = 1e-3;

    // What computes the same tokens differs by rounding; half precision stays above it.
    private const double MinSameCosine = 0.9999;
    private const double MinReferenceCosine = 0.99;

    private static readonly string[] s_texts =
    [
        "What is Deep Learning?",
        "The capital of China is Beijing.",
        "import { useState } from \"react\";",
        "开门。关门 🚀 naïve café",
        string.Join(' ', Enumerable.Range(0, 40).Select(i => $"sentence {i} of a longer text.")),
        "x",
    ];

    private readonly ServerFacts _facts = checks.Facts;
    private string _ending = "";

    /// <summary>Returns false where the server does not embed.</summary>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        EmbeddingAnswer? first = null;
        if (_facts.Protocol.EmbeddingPath is null || !await checks.TryFeatureAsync(
            "embeddings", async () => first = await EmbedAsync(["a"], cancellationToken).ConfigureAwait(false)).ConfigureAwait(false))
        {
            return false;
        }

        await checks.RunAsync("end token", () => CheckEndTokenAsync(first!.TokenCount, cancellationToken)).ConfigureAwait(false);
        float[][]? rows = null;
        await checks.RunAsync(
            "finite values", async () => rows = await CheckNumbersAsync(cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        if (rows is not null)
        {
            await CheckMeaningAsync(rows, cancellationToken).ConfigureAwait(false);
            await checks.RunAsync("batches", () => CheckBatchesAsync(rows, cancellationToken)).ConfigureAwait(false);
            await new EmbeddingLimitChecks(requests, checks, _ending).RunAsync(rows[1], cancellationToken).ConfigureAwait(false);
            await checks.RunAsync("speed", () => CheckSpeedAsync(cancellationToken)).ConfigureAwait(false);
        }

        return true;
    }

    private async Task CheckMeaningAsync(float[][] rows, CancellationToken cancellationToken)
    {
        await checks.RunAsync("pooling", () => CheckPoolingAsync(cancellationToken)).ConfigureAwait(false);
        await checks.RunAsync("golden numbers", () => CheckGoldenNumbersAsync(rows[0].Length, cancellationToken)).ConfigureAwait(false);
        await checks.RunAsync("reference", () => CheckReferenceAsync(rows, cancellationToken)).ConfigureAwait(false);
        await checks.RunAsync("instruction", () => CheckInstructionAsync(rows[1], cancellationToken)).ConfigureAwait(false);
    }

    private Task<EmbeddingAnswer> EmbedAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken) => requests.EmbedAsync(
        _facts.Protocol, new EmbeddingRequest(_facts.Model, [.. texts.Select(text => text + _ending)]), cancellationToken);

    /// <summary>One letter is one token, and the end token is the second.</summary>
    private async Task CheckEndTokenAsync(int? count, CancellationToken cancellationToken)
    {
        const string Expected = "2 tokens for the text 'a': the letter and <|endoftext|>";
        switch (count)
        {
            case null:
                checks.Add(Checks.Skip("end token", "the server does not count tokens", "The golden numbers show whether it is there."));
                return;
            case 1:
                var ended = await EmbedAsync(["a" + EmbeddingProbe.EndToken], cancellationToken).ConfigureAwait(false);
                _ending = ended.TokenCount == 2 ? EmbeddingProbe.EndToken : "";
                const string Reason = "The models were trained to put the meaning of a text into its end token; without it, "
                    + "similarities are wrong by 0.1.";
                checks.Add(_ending.Length > 0
                    ? Checks.Correct("end token", Expected, "1 token", Reason, $"{_facts.Protocol.EndTokenFix} This library appends it.")
                    : Checks.Fail("end token", Expected, "1 token", Reason, _facts.Protocol.EndTokenFix));
                return;
            case 2:
                checks.Add(Checks.Pass("end token", Expected, "2 tokens"));
                return;
            default:
                checks.Add(Checks.Fail(
                    "prompt",
                    Expected,
                    $"{count} tokens",
                    "The server puts a prompt before every text. Documents are then embedded as queries, and queries have two prompts.",
                    "Start the server without a default prompt (text-embeddings-inference: --default-prompt, --default-prompt-name)."));
                return;
        }
    }

    /// <summary>Returns the rows of the texts, each embedded alone; null where they can't be used.</summary>
    private async Task<float[][]?> CheckNumbersAsync(CancellationToken cancellationToken)
    {
        var rows = new List<float[]>();
        foreach (var text in s_texts)
        {
            try
            {
                rows.Add((await EmbedAsync([text], cancellationToken).ConfigureAwait(false)).Rows[0]);
            }
            catch (RequestRejectedException exception) when (exception.Kind == ServerErrorKind.NotFinite)
            {
                rows.Add([float.NaN]);
            }
        }

        var bad = rows.FindIndex(row => !TensorPrimitives.IsFiniteAll<float>(row));
        if (bad >= 0)
        {
            checks.Add(Checks.Fail(
                "finite values",
                "finite values for 6 texts",
                $"NaN, null or an error for text {bad + 1}",
                "Activations of the models exceed the range of 16-bit floats (F16); several GPU builds overflow.",
                "Update the server, or run the model in BF16, F32 or a quantisation that computes in F32; or on the CPU."));
            return null;
        }

        checks.Add(Checks.Pass("finite values", "finite values for 6 texts", $"finite, {rows[0].Length} values each"));
        var norm = TensorPrimitives.Norm<float>(rows[0]);
        var found = string.Create(CultureInfo.InvariantCulture, $"norm {norm:0.####}");
        checks.Add(Math.Abs(norm - 1) <= NormTolerance
            ? Checks.Pass("normalisation", "norm 1", found)
            : Checks.Correct(
                "normalisation", "norm 1", found, "Dot products of these vectors are not similarities.",
                "Other clients must normalise them, or the server be told to (llama-server: --embd-normalize 2). This library "
                    + "normalises."));
        return [.. rows];
    }

    /// <summary>With CLS pooling, texts of the same first token have the same vector; a causal model knows nothing more there.</summary>
    private async Task CheckPoolingAsync(CancellationToken cancellationToken)
    {
        var answer = await EmbedAsync(["alpha beta gamma", "alpha delta"], cancellationToken).ConfigureAwait(false);
        var cosine = ProbeVector.Cosine(answer.Rows[0], answer.Rows[1]);
        var found = string.Create(CultureInfo.InvariantCulture, $"cosine {cosine:F4} of two texts with the same first word");
        checks.Add(cosine < MinSameCosine
            ? Checks.Pass("pooling", "different vectors for different texts", found)
            : Checks.Fail(
                "pooling", "different vectors for different texts", found,
                "The server pools the first token, of which a causal model knows only itself.", _facts.Protocol.PoolingFix));
    }

    private async Task CheckGoldenNumbersAsync(int width, CancellationToken cancellationToken)
    {
        if (KnownServerModels.Find(ModelKind.Embedding, _facts.Model, width) is not { } known || known.Similarities.Length == 0)
        {
            checks.Add(GoldenNumbers.NotKnown());
            return;
        }

        foreach (var expected in known.Similarities)
        {
            var found = await ComputeAsync(expected, "", cancellationToken).ConfigureAwait(false);
            var check = GoldenNumbers.Compare(expected, found, KnownServerModels.SimilarityTolerance, "of an unknown quantisation");
            checks.Add(check.Outcome == ModelCheckOutcome.Failed
                ? await ExplainAsync(check, expected, cancellationToken).ConfigureAwait(false)
                : check);
        }
    }

    /// <summary>Tries what would make the numbers right.</summary>
    private async Task<ModelCheck> ExplainAsync(ModelCheck check, KnownSimilarity expected, CancellationToken cancellationToken)
    {
        var ended = await ComputeAsync(expected, EmbeddingProbe.EndToken, cancellationToken).ConfigureAwait(false);
        var endedCheck = GoldenNumbers.Compare(expected, ended, KnownServerModels.SimilarityTolerance, "");
        var isEnding = endedCheck.Outcome == ModelCheckOutcome.Passed;
        return check with
        {
            Reason = isEnding
                ? "With <|endoftext|> behind each text the numbers are right: the server does not add it."
                : "The numbers are not those of this model: other pooling, no end token, a prompt of the server's own, or another model.",
            Advice = isEnding ? _facts.Protocol.EndTokenFix : $"{_facts.Protocol.PoolingFix} {_facts.Protocol.EndTokenFix}",
        };
    }

    private async Task<double[][]> ComputeAsync(KnownSimilarity expected, string ending, CancellationToken cancellationToken)
    {
        var prefix = expected.QueriesAreDocuments
            ? ""
            : EmbeddingTemplate.PrefixOf(EmbeddingRole.Query, expected.Instruction ?? TaskInstructions.WebSearch);
        var queries = expected.Queries.Select(query => prefix + query + ending).ToArray();
        var rows = await EmbedAsync(queries, cancellationToken).ConfigureAwait(false);
        var columns = await EmbedAsync([.. expected.Documents.Select(text => text + ending)], cancellationToken).ConfigureAwait(false);
        return [.. rows.Rows.Select(row => columns.Rows.Select(column => ProbeVector.Cosine(row, column)).ToArray())];
    }

    private async Task CheckReferenceAsync(float[][] rows, CancellationToken cancellationToken)
    {
        if (reference is null)
        {
            return;
        }

        var expected = await reference.EmbedAsync(
            [.. s_texts.Select(text => new EmbeddingPrompt("", text))], null, Truncation.Throw, cancellationToken).ConfigureAwait(false);
        var worst = rows.Select((row, i) => ProbeVector.Cosine(row, expected[i].Values.Span)).Min();
        var wanted = string.Create(CultureInfo.InvariantCulture, $"cosine {MinReferenceCosine} or more to the local model, 6 texts");
        var found = string.Create(CultureInfo.InvariantCulture, $"{worst:F5} at least");
        checks.Add(worst >= MinReferenceCosine ? Checks.Pass("reference", wanted, found) : Checks.Fail(
            "reference", wanted, found, "The server embeds differently: other weights, pooling, prompt or end token.",
            $"{_facts.Protocol.PoolingFix} {_facts.Protocol.EndTokenFix}"));
    }

    private async Task CheckInstructionAsync(float[] raw, CancellationToken cancellationToken)
    {
        var prefix = EmbeddingTemplate.PrefixOf(EmbeddingRole.Query, TaskInstructions.WebSearch);
        var query = (await EmbedAsync([prefix + s_texts[1]], cancellationToken).ConfigureAwait(false)).Rows[0];
        var cosine = ProbeVector.Cosine(raw, query);
        var found = string.Create(CultureInfo.InvariantCulture, $"cosine {cosine:F4} with and without an instruction");
        checks.Add(cosine < MinSameCosine
            ? Checks.Pass("instruction", "an instruction before a text changes its vector", found)
            : Checks.Fail(
                "instruction", "an instruction before a text changes its vector", found,
                "The start of a text has no influence: it is truncated from the start, or only its end "
                    + "is pooled.", _facts.Protocol.PoolingFix));
    }

    /// <summary>Each text gets the vector that it had alone: no influence of the batch, and no other order.</summary>
    private async Task CheckBatchesAsync(float[][] alone, CancellationToken cancellationToken)
    {
        const string Expected = "the same vector alone and in a batch of 6";
        if (_facts.MaxTexts is { } limit && limit < s_texts.Length)
        {
            return;
        }

        var batch = (await EmbedAsync(s_texts, cancellationToken).ConfigureAwait(false)).Rows;
        var worst = batch.Select((row, i) => ProbeVector.Cosine(row, alone[i])).Min();
        var found = string.Create(CultureInfo.InvariantCulture, $"cosine {worst:F6} at least");
        checks.Add(worst >= MinSameCosine ? Checks.Pass("batches", Expected, found) : Checks.Fail(
            "batches", Expected, found, "What is in a batch, or its order, changes the vectors: an index depends on how it was built.",
            "Update the server; with padding, its attention mask is wrong. Until then set MaxTextsPerRequest to 1."));
    }

    private async Task CheckSpeedAsync(CancellationToken cancellationToken)
    {
        var texts = Enumerable.Range(0, 8).Select(i => $"{s_texts[4]} {i}").ToArray();
        var started = Stopwatch.GetTimestamp();
        var answer = await EmbedAsync(texts, cancellationToken).ConfigureAwait(false);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var tokens = answer.TokenCount is { } count
            ? string.Create(CultureInfo.InvariantCulture, $", {count / seconds:N0} tokens a second")
            : "";
        checks.Add(Checks.Pass(
            "speed", "8 texts of 280 tokens", string.Create(CultureInfo.InvariantCulture, $"{seconds:0.00} s{tokens}")));
    }
}
