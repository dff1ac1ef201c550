using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Microsoft.Extensions.VectorData;

namespace Qwen3.Connectors.VectorData.Records;

/// <summary>The properties of a collection's records, from its definition or from the attributes of their type.</summary>
/// <param name="Data">Data properties, in order.</param>
/// <param name="Vectors">Vector properties, in order.</param>
internal sealed record RecordSchema(IReadOnlyList<DataProperty> Data, IReadOnlyList<VectorProperty> Vectors)
{
    private const string TextSearchResultValue = "Microsoft.SemanticKernel.Data.TextSearchResultValueAttribute";

    public static RecordSchema Of(VectorStoreCollectionDefinition definition, Func<string, PropertyInfo?> member) => new(
        [.. definition.Properties.OfType<VectorStoreDataProperty>()
            .Select(property => new DataProperty(property.Name, IsText(property.Type, member(property.Name)), property.IsFullTextIndexed, MarkOf(member(property.Name))))],
        [.. definition.Properties.OfType<VectorStoreVectorProperty>()
            .Select(property => new VectorProperty(
                property.Name, property.Type ?? member(property.Name)?.PropertyType, property.Dimensions, property.EmbeddingGenerator ?? definition.EmbeddingGenerator))]);

    public static RecordSchema Of([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] Type type)
    {
        var members = type.GetProperties(BindingFlags.Instance | BindingFlags.Public).Where(member => member.CanRead && member.GetIndexParameters().Length == 0).ToArray();
        var data = members.Where(member => member.IsDefined(typeof(VectorStoreDataAttribute))).ToArray();
        return new(
            [.. (data.Length > 0 ? data : members.Where(member => !IsStored(member))).Select(member => new DataProperty(
                member.Name, IsText(null, member), member.GetCustomAttribute<VectorStoreDataAttribute>()?.IsFullTextIndexed ?? false, MarkOf(member)))],
            [.. members.Where(member => member.IsDefined(typeof(VectorStoreVectorAttribute))).Select(member => new VectorProperty(
                member.Name, member.PropertyType, member.GetCustomAttribute<VectorStoreVectorAttribute>()!.Dimensions, null))]);
    }

    private static bool IsStored(PropertyInfo member) => member.IsDefined(typeof(VectorStoreKeyAttribute)) || member.IsDefined(typeof(VectorStoreVectorAttribute));

    private static bool IsText(Type? declared, PropertyInfo? member) => (declared ?? member?.PropertyType) == typeof(string);

    /// <summary>Semantic Kernel's attribute is known by its name: this package does not need that one.</summary>
    private static TextMark MarkOf(PropertyInfo? member) => member is null ? TextMark.None
        : member.IsDefined(typeof(RerankTextAttribute)) ? TextMark.RerankText
        : member.CustomAttributes.Any(attribute => attribute.AttributeType.FullName == TextSearchResultValue) ? TextMark.SearchResultValue
        : TextMark.None;
}
