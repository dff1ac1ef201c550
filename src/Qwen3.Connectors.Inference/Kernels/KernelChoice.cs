namespace Qwen3.Connectors.Inference.Kernels;

/// <summary>Which micro-kernel computes: the option, else the environment variable, else the first that suits this CPU.</summary>
internal static class KernelChoice
{
    /// <summary>The environment variable that names a kernel.</summary>
    public const string Variable = "QWEN3_KERNEL";

    private const string Option = "Kernel";

    /// <summary>Returns a sentence about a name that is unknown, or null.</summary>
    public static string? FindFault(string? option) => FindFault(option, Environment.GetEnvironmentVariable(Variable));

    /// <inheritdoc cref="FindFault(string?)"/>
    /// <param name="option">The name in the options; null where it is not set.</param>
    /// <param name="variable">The value of <see cref="Variable"/>; empty counts as not set.</param>
    public static string? FindFault(string? option, string? variable)
    {
        if (option is not null)
        {
            return GemmMicroKernel.Find(option) is null
                ? $"{Option} is '{option}'; expected {Names}, or null."
                : null;
        }

        return string.IsNullOrEmpty(variable) || GemmMicroKernel.Find(variable) is not null
            ? null
            : $"{Option} is not set and the environment variable {Variable} is '{variable}'; expected {Names}.";
    }

    /// <summary>Returns the kernel of valid names.</summary>
    public static GemmMicroKernel Resolve(string? option) => Resolve(option, Environment.GetEnvironmentVariable(Variable));

    /// <inheritdoc cref="Resolve(string?)"/>
    public static GemmMicroKernel Resolve(string? option, string? variable)
    {
        var name = option ?? (string.IsNullOrEmpty(variable) ? null : variable);
        return name is null ? GemmMicroKernel.Best : GemmMicroKernel.Find(name)!;
    }

    private static string Names => string.Join(", ", GemmMicroKernel.Names);
}
