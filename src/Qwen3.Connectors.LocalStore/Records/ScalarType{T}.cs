namespace Qwen3.Connectors.LocalStore.Records;

/// <summary>A type whose values are one number, text or blob.</summary>
/// <param name="name">The name in the file.</param>
/// <param name="sqlType">The column's type.</param>
/// <param name="encode">Encodes a value.</param>
/// <param name="decode">Decodes it.</param>
internal sealed class ScalarType<T>(string name, string sqlType, Func<T, object> encode, Func<object, T> decode)
    : ColumnType(name, sqlType), IElementType
    where T : notnull
{
    /// <summary>Compared are the first characters of the stored text; null for the whole value.</summary>
    public int? ComparedLength { get; init; }

    public bool HasOrder { get; init; }

    public bool IsNumeric { get; init; }

    public override bool IsOrdered => HasOrder;

    public override bool IsNumber => IsNumeric;

    public override object? DefaultValue => typeof(T).IsValueType ? encode(default!) : null;

    public override bool Accepts(Type type) => type == typeof(T);

    public override object Encode(object value) => encode((T)value);

    public override object Decode(object stored) => decode(stored);

    public override string Comparand(string column) => ComparedLength is { } length ? $"substr({column}, 1, {length})" : column;

    public override object EncodeComparand(object value) =>
        Encode(value) is var encoded && ComparedLength is { } length ? ((string)encoded)[..length] : encoded;

    public object CreateArray(IReadOnlyList<object?> values) => Array.ConvertAll([.. values], value => value is null ? default! : (T)value);

    public object CreateList(IReadOnlyList<object?> values) => new List<T>((T[])CreateArray(values));

    public ColumnType ArrayType() => new CollectionType(this, this, typeof(T[]), isArray: true);

    public ColumnType ListType() => new CollectionType(this, this, typeof(List<T>), isArray: false);
}
