using System.Reflection;
using Qwen3.Connectors.Prompts;

namespace Qwen3.Connectors.Tests.Prompts;

public class TaskInstructionTests
{
    [Fact]
    public void The_list_has_every_constant_by_its_name()
    {
        var constants = typeof(TaskInstructions).GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.IsLiteral);
        Assert.Equal(
            constants.Select(field => (field.Name, (string)field.GetRawConstantValue()!)),
            TaskInstructions.All.Select(instruction => (instruction.Name, instruction.Text)));
    }

    [Fact]
    public void Sentences_are_different_english_ones_on_a_line()
    {
        Assert.Distinct(TaskInstructions.All.Select(instruction => instruction.Text));
        Assert.All(TaskInstructions.All, instruction =>
        {
            Assert.True(instruction.Text.All(char.IsAscii));
            Assert.DoesNotContain('\n', instruction.Text);
            Assert.Equal(instruction.Text.Trim(), instruction.Text);
        });
    }

    [Fact]
    public void An_instruction_is_found_by_its_name_in_any_case()
    {
        Assert.Equal(TaskInstructions.CodeSearch, TaskInstructions.Find("codesearch")?.Text);
        Assert.Null(TaskInstructions.Find("no such task"));
    }

    [Fact]
    public void The_table_of_the_docs_is_the_list()
    {
        var page = File.ReadAllText(TestData.File("docs", "queries-and-documents.md"));
        Assert.All(TaskInstructions.All, instruction => Assert.Contains(
            $"| `{instruction.Name}` | {instruction.Text} | {(instruction.IsSymmetric ? "both" : "query")} "
                + $"| {(instruction.IsTrainedWording ? "yes" : "ours")} |",
            page,
            StringComparison.Ordinal));
        Assert.Equal(
            TaskInstructions.All.Count,
            page.Split('\n').Count(
                line => line.EndsWith("| yes |", StringComparison.Ordinal) || line.EndsWith("| ours |", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_docs_list_every_task_value()
    {
        var page = File.ReadAllText(TestData.File("docs", "queries-and-documents.md"));
        Assert.All(
            OptionValues.Tasks.Names,
            name => Assert.Contains($"`{name}`", page, StringComparison.Ordinal));
    }
}
