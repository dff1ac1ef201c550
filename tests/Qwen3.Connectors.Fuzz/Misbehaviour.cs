namespace Qwen3.Connectors.Fuzz;

/// <summary>What a seed can be made to do, so that it can be seen that the program notices.</summary>
public enum Misbehaviour
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It never ends.</summary>
    Hang,

    /// <summary>It ends the process.</summary>
    Crash,

    /// <summary>It throws what no file may cause.</summary>
    Throw,

    /// <summary>It takes 300 MB of the heap.</summary>
    Allocate,

    /// <summary>It takes 300 MB outside of the heap.</summary>
    AllocateNative,
}
