using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Inference.Kernels;

namespace Qwen3.Connectors.Tests.Kernels;

public class KernelChoiceTests
{
    [Theory]
    [InlineData(null, "portable", "portable")]
    [InlineData("avx2", "portable", "avx2")]
    [InlineData("avx512-int16", "nonsense", "avx512-int16")]
    public void The_option_comes_before_the_environment_variable(string? option, string? variable, string expected)
    {
        Assert.Null(KernelChoice.FindFault(option, variable));
        Assert.Equal(expected, KernelChoice.Resolve(option, variable).Name);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Without_both_the_first_kernel_that_suits_the_cpu_computes(string? variable)
    {
        Assert.Null(KernelChoice.FindFault(option: null, variable));
        Assert.Same(GemmMicroKernel.Best, KernelChoice.Resolve(option: null, variable));
    }

    [Fact]
    public void An_unknown_name_is_a_fault_that_says_where_it_stands()
    {
        Assert.Equal(
            "Kernel is 'sse'; expected avx512-int16, avx512, avx2-int16, avx2, neon, portable-int16, portable, or null.",
            KernelChoice.FindFault("sse", "avx2"));
        Assert.StartsWith(
            "Kernel is not set and the environment variable QWEN3_KERNEL is 'AVX2'; expected avx512-int16, ",
            KernelChoice.FindFault(option: null, "AVX2"), StringComparison.Ordinal);
    }

    [Fact]
    public void Integer_products_are_used_by_name_only_and_their_speed_is_measured_once()
    {
        foreach (var kernel in GemmMicroKernel.All.Where(kernel => kernel.Integers is not null))
        {
            Assert.Equal(kernel.IsFast, kernel.IsFast);
            Assert.Contains(GemmMicroKernel.All, other => other.Integers is null && other.Lanes == kernel.Lanes);
        }

        Assert.Null(GemmMicroKernel.Best.Integers);
        Assert.Equal(new InferenceOptions().ResolveKernel(), GemmMicroKernel.Best);
    }
}
