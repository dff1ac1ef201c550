namespace Qwen3.Connectors.LocalStore.Records;

/// <summary>Creates collections of a scalar type without reflection, so that native AOT needs no code at run time.</summary>
internal interface IElementType
{
    object CreateArray(IReadOnlyList<object?> values);

    object CreateList(IReadOnlyList<object?> values);
}
