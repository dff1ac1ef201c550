namespace Qwen3.Connectors.Tests.Architecture;

/// <summary>What a project may refer to: projects by name, packages by name or with <c>*</c> at the end.</summary>
internal sealed record PackageRow(IReadOnlyList<string> Projects, IReadOnlyList<string> Packages);
