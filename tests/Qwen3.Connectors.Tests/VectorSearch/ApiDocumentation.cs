using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Qwen3.Connectors.Tests.VectorSearch;

/// <summary>
/// A corpus that every machine with a .NET SDK has: what the members of .NET's own types do, from the XML files beside the reference
/// assemblies.
/// </summary>
/// <remarks>The bundled models were not trained on it.</remarks>
internal static partial class ApiDocumentation
{
    private const int MinLength = 40;
    private const int MaxLength = 300;

    /// <summary>Members evenly from all, each with another summary.</summary>
    /// <param name="count">Members at the most.</param>
    /// <returns>The member's name in words, such as "string replace line endings", and its summary.</returns>
    public static (string Name, string Summary)[] Read(int count)
    {
        var all = Files().SelectMany(file => XDocument.Load(file).Descendants("member"))
            .Select(member => (Name: Words(member.Attribute("name")!.Value), Summary: member.Element("summary") is { } summary
                ? Text(summary) : ""))
            .Where(member => member.Summary.Length is >= MinLength and <= MaxLength)
            .DistinctBy(member => member.Summary)
            .DistinctBy(member => member.Name)
            .ToList();
        return [.. Enumerable.Range(0, Math.Min(count, all.Count))
            .Select(i => all[(int)((long)i * all.Count / Math.Min(count, all.Count))])];
    }

    private static IEnumerable<string> Files()
    {
        var runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var packs = Path.GetFullPath(Path.Combine(runtime, "..", "..", "..", "packs", "Microsoft.NETCore.App.Ref"));
        var versions = Directory.Exists(packs) ? Directory.GetDirectories(packs) : [];
        Assert.SkipUnless(versions.Length > 0, $"needs the reference assemblies of a .NET SDK in {packs}");
        return Directory.GetFiles(versions.Max()!, "*.xml", SearchOption.AllDirectories).Order(StringComparer.Ordinal);
    }

    /// <summary>"M:System.IO.File.ReadLines(System.String)" to "file read lines".</summary>
    private static string Words(string member)
    {
        var names = member[2..].Split('(')[0].Split('.', '#', '`').Where(name => name.Length > 0 && !char.IsAsciiDigit(name[0]))
            .TakeLast(2);
        return string.Join(' ', names.SelectMany(name => WordStart().Split(name)))
            .Replace("ctor", "constructor", StringComparison.Ordinal).ToLowerInvariant();
    }

    private static string Text(XElement element) => Space().Replace(string.Concat(element.DescendantNodes().Select(node => node switch
    {
        XText text => text.Value,
        XElement { IsEmpty: true } reference when (reference.Attribute("cref") ?? reference.Attribute("langword")
        ?? reference.Attribute("name")) is { } target =>
            target.Value.Split('(')[0].Split('.', ':')[^1].Split('`')[0],
        _ => "",
    })), " ").Trim();

    [GeneratedRegex(@"(?<=[a-z0-9])(?=[A-Z])")]
    private static partial Regex WordStart();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
