using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Qwen3.Connectors.Tests.Reranking;
using Qwen3.Connectors.Tools.Functions;

namespace Qwen3.Connectors.Tests.Tools;

/// <summary>Arguments as models write them, of tests/data/cases/tool-arguments.json and others.</summary>
public class ToolArgumentTests
{
    private static readonly JsonElement s_cases = JsonElement.Parse(
        File.ReadAllBytes(TestData.File("tests", "data", "cases", "tool-arguments.json")));

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, s_cases.GetArrayLength())];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_case_is_read_as_expected(int index)
    {
        var json = s_cases[index].GetProperty("json").GetString()!;
        foreach (var value in new object?[] { JsonElement.Parse(json), JsonNode.Parse(json), json })
        {
            var arguments = new AIFunctionArguments { ["value"] = value };
            if (s_cases[index].TryGetProperty("error", out var error))
            {
                Assert.Contains(
                    error.GetString()!,
                    Assert.Throws<ArgumentException>(() => ToolArguments.ReadCount(arguments, "value")).Message,
                    StringComparison.Ordinal);
                continue;
            }

            var read = s_cases[index].GetProperty("read");
            if (read.ValueKind == JsonValueKind.Array)
            {
                Assert.Equal(read.EnumerateArray().Select(text => text.GetString()), ToolArguments.RequireTexts(arguments, "value"));
            }
            else if (value is not string || json[0] != '"')
            {
                Assert.Equal(read.ValueKind == JsonValueKind.Null ? null : read.GetInt32(), ToolArguments.ReadCount(arguments, "value"));
            }
        }
    }

    public static TheoryData<object, int> Counts => new()
    {
        { 2L, 2 }, { 2.0, 2 }, { 2f, 2 }, { 2m, 2 }, { (byte)2, 2 }, { "2.0", 2 }, { "1e1", 10 }, { JsonElement.Parse("\"20e-1\""), 2 },
        { JsonValue.Create(2.0), 2 }, { JsonValue.Create("3"), 3 }, { int.MaxValue, int.MaxValue },
    };

    [Theory]
    [MemberData(nameof(Counts))]
    public void Whole_numbers_are_read_however_they_are_written(object value, int expected) =>
        Assert.Equal(expected, ToolArguments.ReadCount(new() { ["n"] = value }, "n"));

    public static TheoryData<object> NoCounts =>
    [
        2.5, "2.5", 0, -1, double.NaN, double.PositiveInfinity, 1e300, "1e400", JsonElement.Parse("1e400"), JsonElement.Parse("2147483648"),
        long.MaxValue, "", "two", true, JsonElement.Parse("[2]"), JsonElement.Parse("1e-400"), "2,0",
    ];

    [Theory]
    [MemberData(nameof(NoCounts))]
    public void Anything_else_is_no_count(object value)
    {
        var exception = Assert.Throws<ArgumentException>(() => ToolArguments.ReadCount(new() { ["n"] = value }, "n"));
        Assert.Contains("expected a whole number, 1 or more", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Null_is_no_argument()
    {
        object?[] nulls = [null, "null", JsonElement.Parse("null"), JsonElement.Parse("\"null\""), default(JsonElement)];
        foreach (var value in nulls)
        {
            Assert.Null(ToolArguments.ReadCount(new() { ["n"] = value }, "n"));
        }

        Assert.Null(ToolArguments.ReadCount([], "n"));
    }

    public static TheoryData<object> Lists =>
    [
        """["a","b"]""",
        JsonElement.Parse("""["a","b"]"""),
        JsonValue.Create("""["a","b"]"""),
        JsonElement.Parse(""" "[\"a\",\"b\"]" """),
        "\"[\\\"a\\\",\\\"b\\\"]\"",
        new object[] { "a", JsonElement.Parse("\"b\"") },
        new JsonNode[] { JsonValue.Create("a"), JsonValue.Create("b") },
        (object)new[] { "a", "b" }.Where(_ => true),
    ];

    [Theory]
    [MemberData(nameof(Lists))]
    public void Lists_are_read_however_they_are_written(object value) =>
        Assert.Equal(["a", "b"], ToolArguments.RequireTexts(new() { ["l"] = value }, "l"));

    [Theory]
    [InlineData("\"a\"")]
    [InlineData("""["a",1]""")]
    [InlineData("""["a",null]""")]
    [InlineData("""[["a"]]""")]
    [InlineData("""{"a":"b"}""")]
    [InlineData("null")]
    [InlineData("\"\\\"[1]\\\"\"")]
    public void Anything_else_is_no_list_of_strings(string json)
    {
        Assert.Throws<ArgumentException>(() => ToolArguments.RequireTexts(new() { ["l"] = JsonElement.Parse(json) }, "l"));
        Assert.Throws<ArgumentException>(() => ToolArguments.RequireTexts(new() { ["l"] = json }, "l"));
    }

    [Fact]
    public async Task Half_of_a_surrogate_pair_is_read_and_returned_unchanged()
    {
        using var reranker = new Qwen3Reranker(new TokenScoreEngine());
        var arguments = new AIFunctionArguments
        {
            ["query"] = JsonElement.Parse("\"\\ud83d\""),
            ["documents"] = JsonElement.Parse("""["\ud83d 1","\udc00 3"]"""),
        };
        var function = AgentTools.CreateRerankFunction(reranker);
        var result = (JsonElement)(await function.InvokeAsync(arguments, TestContext.Current.CancellationToken))!;
        Assert.Equal("""[{"index":1,"score":0.3,"text":"\udc00 3"},{"index":0,"score":0.1,"text":"\ud83d 1"}]""", result.GetRawText());
        Assert.Equal("\ud83d", ToolArguments.RequireText(arguments, "query"));
    }
}
