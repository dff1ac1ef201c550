using System.Runtime.Intrinsics.X86;
using Qwen3.Connectors.Hosting.Lifetime;

namespace Qwen3.Connectors.Tests.Hosting;

/// <summary>A program that does not use the AVX2 of its CPU is told what to change.</summary>
public class InstructionSetCheckTests
{
    [Theory]
    [InlineData(true, true, true, null)]
    [InlineData(true, true, false, null)]
    [InlineData(false, false, false, null)]
    [InlineData(false, true, false, "Publish with <IlcInstructionSet>x86-64-v3</IlcInstructionSet>")]
    [InlineData(false, true, true, "Remove the settings that disable it")]
    public void Only_a_CPU_with_AVX2_in_a_program_without_it_gives_advice(
        bool isAvx2Compiled, bool cpuHasAvx2, bool isDynamicCodeSupported, string? advice)
    {
        var found = InstructionSetCheck.FindAdvice(isAvx2Compiled, cpuHasAvx2, isDynamicCodeSupported);
        Assert.StartsWith(advice ?? "", found ?? "", StringComparison.Ordinal);
        Assert.Equal(advice is null, found is null);
    }

    [Fact]
    public void A_program_that_uses_AVX2_gets_no_advice()
    {
        Assert.SkipUnless(Avx2.IsSupported && Fma.IsSupported, "This process runs without AVX2.");
        Assert.Null(InstructionSetCheck.FindAdvice());
    }
}
