using System.Linq.Expressions;

namespace Qwen3.Connectors.LocalStore.Filters;

/// <summary>Which calls and conversions of a filter mean in SQL what they mean in C#.</summary>
internal static class FilterCalls
{
    // The integers that a floating-point type has without rounding, and the integers of each type, in bits.
    private static readonly Dictionary<Type, int> s_integerBits = new()
    {
        [typeof(sbyte)] = 7,
        [typeof(byte)] = 8,
        [typeof(short)] = 15,
        [typeof(ushort)] = 16,
        [typeof(char)] = 16,
        [typeof(int)] = 31,
        [typeof(uint)] = 32,
        [typeof(long)] = 63,
        [typeof(ulong)] = 64,
    };

    private static readonly Dictionary<Type, int> s_exactBits = new()
    {
        [typeof(float)] = 24,
        [typeof(double)] = 53,
        [typeof(decimal)] = 96,
    };

    /// <summary>Whether a static call is LINQ's or a span's <c>Contains</c> without a comparer.</summary>
    public static bool IsContains(MethodCallExpression call) => call.Method.Name == "Contains"
        && (call.Method.DeclaringType == typeof(Enumerable) || call.Method.DeclaringType == typeof(MemoryExtensions))
        && (call.Arguments.Count == 2 || call.Arguments is [_, _, ConstantExpression { Value: null }]);

    /// <summary>Whether a call is one of LINQ's methods.</summary>
    public static bool IsLinq(MethodCallExpression call) => call.Method.DeclaringType == typeof(Enumerable);

    /// <summary>Whether a list finds texts by their characters: a set may have a comparer of its own.</summary>
    public static bool HasDefaultEquality(object list) => list switch
    {
        HashSet<string> set => set.Comparer.Equals(EqualityComparer<string>.Default) || set.Comparer.Equals(StringComparer.Ordinal),
        ISet<string> or IReadOnlySet<string> => false,
        _ => true,
    };

    /// <summary>Whether a conversion gives every value an equal one: not to a narrower type, which truncates or rounds.</summary>
    public static bool KeepsValue(Type from, Type to)
    {
        (from, to) = (Plain(from), Plain(to));
        return from == to
            || !from.IsValueType // a value of a dynamic record, as the type that it has
            || to.IsAssignableFrom(from)
            || (!(IsSigned(from) && IsUnsigned(to))
                && s_integerBits.TryGetValue(from, out var bits)
                && (s_integerBits.TryGetValue(to, out var more) ? more >= bits : s_exactBits.TryGetValue(to, out more) && more >= bits))
            || (from == typeof(float) && to == typeof(double));
    }

    private static bool IsSigned(Type type) =>
        type == typeof(sbyte) || type == typeof(short) || type == typeof(int) || type == typeof(long);

    private static bool IsUnsigned(Type type) => s_integerBits.ContainsKey(type) && !IsSigned(type);

    private static Type Plain(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type.IsEnum ? Enum.GetUnderlyingType(type) : type;
    }
}
