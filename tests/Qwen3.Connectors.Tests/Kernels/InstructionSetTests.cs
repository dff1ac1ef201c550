namespace Qwen3.Connectors.Tests.Kernels;

public class InstructionSetTests
{
    /// <summary>Vectors of 256 bits become two of 128, and products are rounded on their own: what CPUs without AVX2 and FMA do.</summary>
    [Fact]
    public Task Kernels_are_right_without_multiply_add() =>
        OtherProcess.RunWithout("DOTNET_EnableAVX2", typeof(GemmMicroKernelTests), typeof(VectorMathTests), typeof(SwiGluTests),
            typeof(RmsNormTests), typeof(RopeTests));
}
