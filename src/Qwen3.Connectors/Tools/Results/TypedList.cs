using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Qwen3.Connectors.Tools.Results;

/// <summary>Lists of a type that only their contents' owner knows: who casts a search's result to a list of records must be able to.</summary>
internal static class TypedList
{
    /// <returns>A <see cref="List{T}"/> of the type that the sequence enumerates; of objects where it has no such type, or code can't be made at run time.</returns>
    public static IList Of(IEnumerable sequence, IEnumerable<object?> items)
    {
        var list = NewList(sequence);
        foreach (var item in items)
        {
            list.Add(item);
        }

        return list;
    }

    [UnconditionalSuppressMessage("Trimming", "IL2072", Justification = "Every List<T> has its public constructor in use: this library makes lists.")]
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "An interface that was trimmed is one that nobody casts to.")]
    private static IList NewList(IEnumerable sequence)
    {
        if (!RuntimeFeature.IsDynamicCodeSupported)
        {
            return new List<object?>();
        }

        var types = sequence.GetType().GetInterfaces()
            .Where(contract => contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IEnumerable<>))
            .Select(contract => contract.GetGenericArguments()[0])
            .ToArray();
        return types is [var type] ? (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(type))! : new List<object?>();
    }
}
