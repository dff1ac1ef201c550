using System.Diagnostics;
using System.Globalization;
using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Models.Verification;
using Qwen3.Connectors.Models.Verification.Checks;
using Qwen3.Connectors.Prompts;
using Qwen3.Connectors.Remote.Profiles;
using Qwen3.Connectors.Remote.Protocols;

namespace Qwen3.Connectors.Remote.Diagnosis;

/// <summary>Examines how a server reranks.</summary>
internal sealed class RerankDoctor(ServerRequests requests, CheckRunner checks)
{
    private const string Query = "Which planet is known as the Red Planet?";
    private const int LongWords = 600;

    // Sigmoid of 0 and of 1: where a probability went through a sigmoid again.
    private const double SigmoidOfZero = 0.5;
    private const double SigmoidOfOne = 0.7311;
    private const double MinBestScore = 0.01;
    private const double MaxBatchDifference = 0.01;

    private static readonly string[] s_documents =
    [
        "Venus is often called Earth's twin because of its similar size and proximity.",
        "Mars, known for its reddish appearance, is often referred to as the Red Planet.",
        "Jupiter, the largest planet in our solar system, has a prominent red spot.",
        "Saturn, famous for its rings, is sometimes mistaken for the Red Planet.",
    ];

    private readonly ServerFacts _facts = checks.Facts;
    private RerankTemplateSide _side;

    /// <summary>Returns false where the server does not rerank.</summary>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        RerankAnswer? plain = null;
        if (_facts.Protocol.RerankPath is null
            || !await checks.TryFeatureAsync("reranking", SendShortestAsync).ConfigureAwait(false))
        {
            return false;
        }

        CheckTemplate(plain!.TokenCount);
        await checks.RunAsync("score range", () => CheckScoresAsync(cancellationToken)).ConfigureAwait(false);
        await checks.RunAsync("instruction", () => CheckInstructionAsync(plain.TokenCount, cancellationToken)).ConfigureAwait(false);
        await CheckLengthAsync(cancellationToken).ConfigureAwait(false);
        await checks.RunAsync("speed", () => CheckSpeedAsync(cancellationToken)).ConfigureAwait(false);
        return true;

        async Task SendShortestAsync() => plain = await requests.RerankAsync(
            _facts.Protocol, new RerankRequest(_facts.Model, "a", ["b"]), cancellationToken).ConfigureAwait(false);
    }

    private async Task CheckScoresAsync(CancellationToken cancellationToken)
    {
        var scores = (await RerankAsync(Query, s_documents, cancellationToken).ConfigureAwait(false)).Scores;
        if (CheckRange(scores))
        {
            await checks.RunAsync("golden numbers", () => CheckGoldenNumbersAsync(cancellationToken)).ConfigureAwait(false);
            await checks.RunAsync("batches", () => CheckBatchesAsync(scores, cancellationToken)).ConfigureAwait(false);
        }
    }

    /// <summary>Sends what the engine sends: finished prompts in two halves where the server applies no template.</summary>
    private Task<RerankAnswer> RerankAsync(string query, IReadOnlyList<string> documents, CancellationToken cancellationToken)
    {
        if (_side == RerankTemplateSide.Server || !_facts.Protocol.JoinsPrompts)
        {
            return requests.RerankAsync(_facts.Protocol, new RerankRequest(_facts.Model, query, documents), cancellationToken);
        }

        const string Label = "<Document>: ";
        var prompt = RerankTemplate.Build(TaskInstructions.WebSearch, query, [""])[0];
        return requests.RerankAsync(
            _facts.Protocol,
            new RerankRequest(
                _facts.Model, prompt.Prefix + prompt.Head[..^Label.Length], [.. documents.Select(text => Label + text + prompt.Suffix)]),
            cancellationToken);
    }

    private void CheckTemplate(int? count)
    {
        const string Expected = "a prompt of more than 30 tokens for a query and a document of one letter";
        const string Reason = "Without the template every document scores high and the order is near random, with status 200.";
        _side = RerankProbe.SideOf(count, _facts.Protocol);
        if (count is not { } tokens)
        {
            checks.Add(Checks.Skip("template", "the server does not count tokens", "The golden numbers show whether it is there."));
            return;
        }

        checks.Add(_side == RerankTemplateSide.Server ? Checks.Pass("template", Expected, $"{tokens} tokens")
            : _facts.Protocol.JoinsPrompts ? Checks.Correct(
                "template", Expected, $"{tokens} tokens: no template", Reason, $"{_facts.Protocol.TemplateFix} This library sends "
                    + $"finished prompts.")
            : Checks.Fail("template", Expected, $"{tokens} tokens: no template", Reason, _facts.Protocol.TemplateFix));
    }

    private bool CheckRange(double[] scores)
    {
        const string Name = "score range";
        const string Expected = "probabilities that differ between right and wrong";
        var found = string.Join(' ', scores.Select(score => score.ToString("0.####e+0", CultureInfo.InvariantCulture)));
        var (reason, advice) = scores switch
        {
            _ when scores.Any(score => !double.IsFinite(score)) => (
                "A score is not a number.", "Update the server, or run the model in BF16 or F32."),
            _ when scores.Any(score => score is < 0 or > 1) => (
                "These are logits, not probabilities: limits and thresholds do not work.",
                "Let the server apply the softmax over yes and no (vLLM: do not pass use_activation false; llama-box: another backend)."),
            _ when scores.All(score => Math.Abs(score - 0.5) < 1e-6) => (
                "Every score is 0.5: the head's rows of yes and no are equal or missing (vLLM had this with the untied head of 8B).",
                "Update the server, or use another conversion of the model."),
            _ when scores.All(score => score < MinBestScore) => (
                "Every score is near 0, that of the right document too: a file without the reranking head, run with rank pooling.",
                "Use a file that was converted as a reranker (it has cls.output.weight and the template 'rerank')."),
            _ when scores.All(score => score is >= SigmoidOfZero and <= SigmoidOfOne) => (
                "All scores are between 0.5 and 0.731: a sigmoid was applied to probabilities, so that right and wrong hardly differ.",
                "Remove the second sigmoid: the server, or a proxy before it, normalises scores that are probabilities already."),
            _ => ("", ""),
        };
        checks.Add(reason.Length == 0 ? Checks.Pass(Name, Expected, found) : Checks.Fail(Name, Expected, found, reason, advice));
        return reason.Length == 0;
    }

    private async Task CheckGoldenNumbersAsync(CancellationToken cancellationToken)
    {
        if (KnownServerModels.Find(ModelKind.Reranker, _facts.Model, width: null) is not { } known || known.Rerankings.Length == 0)
        {
            checks.Add(GoldenNumbers.NotKnown());
            return;
        }

        foreach (var expected in known.Rerankings)
        {
            var scores = (await RerankAsync(expected.Query, expected.Documents, cancellationToken).ConfigureAwait(false)).Scores;
            var check = GoldenNumbers.Compare(expected, scores, tolerance: null, "of an unknown quantisation");
            checks.Add(check.Outcome == ModelCheckOutcome.Failed
                ? check with
                {
                    Reason = "The scores are not those of this model: the template is missing or another one, or the model is.",
                    Advice = _facts.Protocol.TemplateFix,
                }
                : check);
        }
    }

    private async Task CheckBatchesAsync(double[] together, CancellationToken cancellationToken)
    {
        var worst = 0.0;
        for (var i = 0; i < s_documents.Length; i++)
        {
            var alone = (await RerankAsync(Query, [s_documents[i]], cancellationToken).ConfigureAwait(false)).Scores[0];
            worst = Math.Max(worst, Math.Abs(alone - together[i]));
        }

        const string Expected = "the same score alone and among 4 documents";
        var found = string.Create(CultureInfo.InvariantCulture, $"at most {worst:0.######} different");
        checks.Add(worst <= MaxBatchDifference ? Checks.Pass("batches", Expected, found) : Checks.Fail(
            "batches", Expected, found, "What is in a batch, or its order, changes the scores.",
            "Update the server; SGLang needs --disable-radix-cache. Until then set MaxTextsPerRequest to 1."));
    }

    private async Task CheckInstructionAsync(int? plainTokens, CancellationToken cancellationToken)
    {
        const string Expected = "the instruction of a request is used";
        if (_side == RerankTemplateSide.Client || plainTokens is null)
        {
            return;
        }

        var takes = _facts.Protocol.InstructionField is not null
            && await RerankProbe.TakesInstructionAsync(
                requests, _facts, new RerankRequest(_facts.Model, "a", ["b"]), plainTokens, cancellationToken).ConfigureAwait(false);
        checks.Add(takes ? Checks.Pass("instruction", Expected, "so") : Checks.Correct(
            "instruction", Expected, "the server's template has a fixed one", "Instructions of calls would be ignored.",
            "Use the web search instruction, or a server that takes one (vLLM, SGLang). This library refuses other instructions here."));
    }

    private async Task CheckLengthAsync(CancellationToken cancellationToken)
    {
        var document = string.Join(' ', Enumerable.Range(0, LongWords).Select(i => $"word{i % 10}"));
        var expected = $"a document of {LongWords} words is scored";
        try
        {
            await RerankAsync(Query, [document], cancellationToken).ConfigureAwait(false);
            checks.Add(Checks.Pass("long documents", expected, "so"));
        }
        catch (RequestRejectedException exception) when (exception.IsSplittable)
        {
            checks.Add(Checks.Fail(
                "long documents", expected, $"refused with status {(int)exception.Status}", "Documents of usual length can't be scored.",
                _facts.Protocol.LengthFix));
        }
    }

    private async Task CheckSpeedAsync(CancellationToken cancellationToken)
    {
        var documents = Enumerable.Range(0, 8).Select(i => $"{s_documents[i % 4]} {i}").ToArray();
        var started = Stopwatch.GetTimestamp();
        await RerankAsync(Query, documents, cancellationToken).ConfigureAwait(false);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        checks.Add(Checks.Pass(
            "speed", "8 short documents", string.Create(CultureInfo.InvariantCulture, $"{seconds:0.00} s, {8 / seconds:N0} documents "
                + $"a second")));
    }
}
