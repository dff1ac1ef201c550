using System.Globalization;
using System.Runtime.CompilerServices;

namespace Qwen3.Connectors.Tests.Cultures;

/// <summary>A culture whose numbers differ from the invariant ones in every character but the digits; it needs no ICU data.</summary>
internal static class TestCulture
{
    /// <summary>An environment variable: with any value all tests of the process run under the culture.</summary>
    public const string Variable = "QWEN3_TEST_CULTURE";

    /// <summary>A decimal comma, groups separated by dots, and U+2212 as the minus sign.</summary>
    public static CultureInfo Create()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        var numbers = culture.NumberFormat;
        (numbers.NumberDecimalSeparator, numbers.NumberGroupSeparator, numbers.NegativeSign) = (",", ".", "\u2212");
        (numbers.PercentDecimalSeparator, numbers.PercentGroupSeparator, numbers.PercentSymbol) = (",", ".", "pct");
        return culture;
    }

    [ModuleInitializer]
    internal static void Apply()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 })
        {
            CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = Create();
        }
    }
}
