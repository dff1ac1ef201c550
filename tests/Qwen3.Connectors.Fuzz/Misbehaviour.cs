namespace Qwen3.Connectors.Fuzz;

/// <summary>What a seed can be made to do, to test that the program reports it.</summary>
public enum Misbehaviour
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It never ends.</summary>
    Hang,

    /// <summary>It ends the process.</summary>
    Crash,

    /// <summary>It throws an exception that no file may cause.</summary>
    Throw,

    /// <summary>It allocates 300 MB on the heap.</summary>
    Allocate,

    /// <summary>It allocates 300 MB of native memory.</summary>
    AllocateNative,

    /// <summary>It reserves 64 GB of native memory and touches none of it.</summary>
    Reserve,
}
