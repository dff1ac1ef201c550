namespace Qwen3.Connectors.Tests.Architecture;

public class CSharpTextTests
{
    [Theory]
    [InlineData("a // Foo\nb", "a \nb")]
    [InlineData("a /* Foo\n */ b", "a  b")]
    [InlineData("f(\"Foo \\\" Bar\", x)", "f( , x)")]
    [InlineData("f(@\"Foo \"\" \\\", x)", "f(@ , x)")]
    [InlineData("f($\"Foo {Bar.Name(\"Baz\")} {{Qux}}\", x)", "f($ Bar.Name( ) , x)")]
    [InlineData("f('\"', '\\'', X)", "f(, , X)")]
    [InlineData("f(\"\"\"Foo \"Bar\" \"\"\", x)", "f( , x)")]
    public void Comments_and_strings_are_blanked_and_interpolated_expressions_are_kept(string source, string expected) =>
        Assert.Equal(expected, CSharpText.WithoutCommentsAndStrings(source));
}
