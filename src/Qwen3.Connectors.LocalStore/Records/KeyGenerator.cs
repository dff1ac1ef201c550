using Qwen3.Connectors.LocalStore.Storage;

namespace Qwen3.Connectors.LocalStore.Records;

/// <summary>Keys of records that have none: a new Guid, or the number after the highest.</summary>
internal static class KeyGenerator
{
    /// <summary>Whether a record has no key, which may be generated.</summary>
    public static bool IsMissing(object? key) => key is null or 0 or 0L || (key is Guid guid && guid == Guid.Empty);

    /// <summary>Returns a key of a type.</summary>
    /// <param name="session">A write transaction.</param>
    /// <param name="collection">The collection.</param>
    /// <param name="type">Guid, int or long.</param>
    public static object Create(StoreSession session, StoredCollection collection, Type type)
    {
        if (type == typeof(Guid))
        {
            return Guid.CreateVersion7();
        }

        var highest = (long)(session.Scalar($"SELECT max(key) FROM {collection.Records}") ?? 0L);
        var next = checked(Math.Max(highest, 0) + 1);
        return type == typeof(int) ? checked((int)next) : (object)next;
    }
}
