namespace Qwen3.Connectors.LocalStore.Records;

/// <summary>How values of a .NET type are stored in a column.</summary>
internal abstract class ColumnType(string name, string sqlType)
{
    /// <summary>The name in the file, which must never change.</summary>
    public string Name => name;

    /// <summary>The column's type in a STRICT table.</summary>
    public string SqlType => sqlType;

    /// <summary>Whether less and greater are those of the .NET type.</summary>
    public virtual bool IsOrdered => false;

    /// <summary>Numbers of different types can be compared with each other.</summary>
    public virtual bool IsNumber => false;

    /// <summary>The type of a collection's elements; null for other types.</summary>
    public virtual ColumnType? Element => null;

    /// <summary>The value that records have that were stored before the property existed; null if the property may be null.</summary>
    public abstract object? DefaultValue { get; }

    /// <summary>Whether values of a .NET type, null aside, are encoded by this type.</summary>
    public abstract bool Accepts(Type type);

    /// <summary>Encodes a value, not null, as long, double, string or byte[].</summary>
    /// <exception cref="ArgumentException">The value cannot be stored.</exception>
    public abstract object Encode(object value);

    /// <summary>Decodes what <see cref="Encode"/> returned.</summary>
    public abstract object Decode(object stored);

    /// <summary>The SQL expression whose value is equal, less and greater as the .NET values are.</summary>
    public virtual string Comparand(string column) => column;

    /// <summary>Encodes a value for the comparison with <see cref="Comparand"/>.</summary>
    public virtual object EncodeComparand(object value) => Encode(value);
}
