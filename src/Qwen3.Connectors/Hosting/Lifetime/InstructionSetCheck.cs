using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Qwen3.Connectors.Hosting.Lifetime;

/// <summary>Finds programs that do not use the AVX2 instructions of their CPU: native AOT compiles without them by default.</summary>
internal static class InstructionSetCheck
{
    /// <summary>Returns what to do so that the program uses AVX2; null where it does, or where the CPU has none.</summary>
    public static string? FindAdvice() =>
        FindAdvice(IsAvx2Compiled, CpuHasAvx2(), RuntimeFeature.IsDynamicCodeSupported);

    public static string? FindAdvice(bool isAvx2Compiled, bool cpuHasAvx2, bool isDynamicCodeSupported) =>
        isAvx2Compiled || !cpuHasAvx2 ? null
        : isDynamicCodeSupported ? "Remove the settings that disable it, such as DOTNET_EnableAVX2=0, from the environment"
        : "Publish with <IlcInstructionSet>x86-64-v3</IlcInstructionSet>, see docs/publishing.md";

    private static bool IsAvx2Compiled => Avx2.IsSupported && Fma.IsSupported;

    /// <summary>Asks the CPU: where instructions are not compiled in, <c>IsSupported</c> is false whatever the CPU has.</summary>
    private static bool CpuHasAvx2()
    {
        if (!X86Base.IsSupported || X86Base.CpuId(0, 0).Eax < 7)
        {
            return false;
        }

        const int fma = 1 << 12;
        const int osSavesAvxState = 1 << 27;
        const int avx2 = 1 << 5;
        return (X86Base.CpuId(1, 0).Ecx & (fma | osSavesAvxState)) == (fma | osSavesAvxState) && (X86Base.CpuId(7, 0).Ebx & avx2) != 0;
    }
}
