using System.Text.RegularExpressions;

namespace Qwen3.Connectors.Tests.Architecture;

/// <summary>A source file, read as text: its types, its namespace and the names that it mentions outside of comments and strings.</summary>
internal sealed partial class SourceFile
{
    private readonly string _code;

    public SourceFile(string path, string text)
    {
        Path = path;
        _code = CSharpText.WithoutCommentsAndStrings(text);
        DeclaredTypes = [.. TypeDeclaration().Matches(_code).Select(match => match.Groups["name"].Value)];
        IsPublic = TypeDeclaration().Matches(_code).Any(match => match.Value.StartsWith("public", StringComparison.Ordinal));
        Namespace = NamespaceDeclaration().Match(_code).Groups["name"].Value;
    }

    /// <summary>From the project's root, with slashes.</summary>
    public string Path { get; }

    /// <summary>From the project's root; empty for the root.</summary>
    public string Folder => System.IO.Path.GetDirectoryName(Path)!.Replace('\\', '/');

    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>Without the part of a partial type (<c>Kernel.Avx512.cs</c>) or type parameters (<c>Search{TRecord}.cs</c>).</summary>
    public string TypeName => Name.Split('.', '{')[0];

    /// <summary>Top-level types, without those nested in them.</summary>
    public IReadOnlyList<string> DeclaredTypes { get; }

    public bool IsPublic { get; }

    public string Namespace { get; }

    /// <summary>The types among <paramref name="types"/> whose names occur where a type can stand: not behind a dot.</summary>
    public IEnumerable<string> Mentions(IReadOnlyDictionary<string, List<string>> types) =>
        UpperCaseName().Matches(_code).Select(match => match.Value).Distinct().Where(types.ContainsKey);

    [GeneratedRegex(
        @"^(?:public|internal|file)\s[\w\s]*?\b(?:class|struct|interface|enum|record(?: struct| class)?|delegate \S+)\s+(?<name>[A-Z]\w*)",
        RegexOptions.Multiline)]
    private static partial Regex TypeDeclaration();

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespaceDeclaration();

    [GeneratedRegex(@"(?<![\w.])[A-Z]\w*\b")]
    private static partial Regex UpperCaseName();
}
