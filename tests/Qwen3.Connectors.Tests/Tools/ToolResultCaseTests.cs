using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Qwen3.Connectors.Tools.Results;

namespace Qwen3.Connectors.Tests.Tools;

/// <summary>
/// Runs tests/data/cases/tool-results.json: results of search tools that were returned unranked, damaged or without a report.
/// </summary>
public class ToolResultCaseTests
{
    private static readonly JsonElement s_cases = JsonElement.Parse(
        File.ReadAllBytes(TestData.File("tests", "data", "cases", "tool-results.json")));

    public static TheoryData<string> Names => [.. s_cases.EnumerateArray().Select(value => value.GetProperty("name").GetString()!)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Every_case_is_reranked_as_expected(string name)
    {
        var item = s_cases.EnumerateArray().Single(value => value.GetProperty("name").GetString() == name);
        using var reranker = Qwen3Reranker.Load(GoldenModels.RerankerFile);
        var reports = 0;
        var options = new ResultRerankingOptions
        {
            RerankOptions = new()
            {
                TopN = item.TryGetProperty("topN", out var topN) ? topN.GetInt32() : null,
                MinimumScore = item.TryGetProperty("minimumScore", out var score) ? score.GetDouble() : null,
            },
            OnFailure = _ => reports++,
        };
        var results = new ResultReranker(reranker, options);
        var forms = Forms(item).ToArray();
        foreach (var (value, textOf) in forms)
        {
            var result = await results.RerankAsync("What is the capital of China?", value, TestContext.Current.CancellationToken);
            Assert.Equal(value.GetType(), result!.GetType());
            Assert.Equal(Expected(item), textOf(result));
        }

        Assert.Equal(item.TryGetProperty("reported", out var isReported) && isReported.GetBoolean() ? forms.Length : 0, reports);
    }

    /// <summary>The result as its type, and JSON also in the other forms that functions return it in.</summary>
    private static IEnumerable<(object Value, Func<object, string> TextOf)> Forms(JsonElement item)
    {
        switch (item.GetProperty("type").GetString())
        {
            case "TextContent":
                yield return (new TextContent(item.GetProperty("value").GetString()), result => ((TextContent)result).Text);
                break;
            case "AIContent[]":
                AIContent[] contents = [.. item.GetProperty("value").EnumerateArray().Select(text => new TextContent(text.GetString()))];
                yield return (contents, result => string.Join('\n', ((AIContent[])result).Select(content => ((TextContent)content).Text)));
                break;
            default:
                var json = item.TryGetProperty("value_text", out var text) ? text.GetString()! : item.GetProperty("value").GetRawText();
                yield return (JsonElement.Parse(json), result => Compact(((JsonElement)result).GetRawText()));
                yield return (json, result => Compact((string)result));
                yield return (JsonNode.Parse(json)!, result => JsonText.RawOf((JsonNode)result));
                yield return (new TextContent(json), result => Compact(((TextContent)result).Text));
                break;
        }
    }

    private static string Expected(JsonElement item)
    {
        if (item.TryGetProperty("expect_text", out var text))
        {
            return text.GetString()!;
        }

        var expected = item.GetProperty("expect");
        return item.GetProperty("type").GetString() switch
        {
            "TextContent" => expected.GetProperty("value").GetString()!,
            "AIContent[]" => string.Join('\n', expected.GetProperty("value").EnumerateArray().Select(value => value.GetString())),
            _ => Compact(expected.GetRawText()),
        };
    }

    /// <summary>Removes white space between values. Strings stay as they are written.</summary>
    private static string Compact(string json) => JsonText.RawOf(JsonNode.Parse(json));
}
