using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Qwen3.Connectors.Tools.Results;

/// <summary>Creates lists whose item type is known at run time only, so that a caller can cast a result to a list of its records.</summary>
internal static class TypedList
{
    /// <returns>
    /// A <see cref="List{T}"/> of the type that the sequence enumerates; of objects if it has no single such type, or without dynamic code.
    /// </returns>
    public static IList Of(IEnumerable sequence, IEnumerable<object?> items)
    {
        var list = NewList(sequence);
        foreach (var item in items)
        {
            list.Add(item);
        }

        return list;
    }

    [UnconditionalSuppressMessage(
        "Trimming", "IL2072", Justification = "The constructor of List<T> is not trimmed: this library creates lists.")]
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "No code casts to an interface that was trimmed.")]
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
