namespace Qwen3.Connectors.Tests;

/// <summary>Tests that measure the process, and so run when no others do.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public class TestsAlone
{
    public const string Name = "alone";
}
