using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Microsoft.Extensions.VectorData;
using Qwen3.Connectors.Tools.Records;

namespace Qwen3.Connectors.VectorData.Records;

/// <summary>The properties of a collection's records, from its definition or from the attributes of their type.</summary>
/// <param name="Data">The data properties, in order.</param>
/// <param name="Vectors">The vector properties, in order.</param>
internal sealed record RecordSchema(IReadOnlyList<RecordProperty> Data, IReadOnlyList<VectorProperty> Vectors)
{
    public static RecordSchema Of(VectorStoreCollectionDefinition definition, Func<string, PropertyInfo?> member) => new(
        [.. definition.Properties.OfType<VectorStoreDataProperty>().Select(property => new RecordProperty(
            property.Name,
            IsText(property.Type, member(property.Name)),
            property.IsFullTextIndexed,
            TextPropertyRule.MarkOf(member(property.Name))))],
        [.. definition.Properties.OfType<VectorStoreVectorProperty>().Select(property => new VectorProperty(
            property.Name,
            property.Type ?? member(property.Name)?.PropertyType,
            property.Dimensions,
            property.EmbeddingGenerator ?? definition.EmbeddingGenerator))]);

    public static RecordSchema Of([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] Type type)
    {
        var members = type.GetProperties(BindingFlags.Instance | BindingFlags.Public)
            .Where(member => member.CanRead && member.GetIndexParameters().Length == 0)
            .ToArray();
        var data = members.Where(member => member.IsDefined(typeof(VectorStoreDataAttribute))).ToArray();
        return new(
            [.. (data.Length > 0 ? data : members.Where(member => !IsKeyOrVector(member))).Select(member => new RecordProperty(
                member.Name,
                IsText(null, member),
                member.GetCustomAttribute<VectorStoreDataAttribute>()?.IsFullTextIndexed ?? false,
                TextPropertyRule.MarkOf(member)))],
            [.. members.Where(member => member.IsDefined(typeof(VectorStoreVectorAttribute))).Select(member => new VectorProperty(
                member.Name, member.PropertyType, member.GetCustomAttribute<VectorStoreVectorAttribute>()!.Dimensions, null))]);
    }

    private static bool IsKeyOrVector(MemberInfo member) =>
        member.IsDefined(typeof(VectorStoreKeyAttribute)) || member.IsDefined(typeof(VectorStoreVectorAttribute));

    private static bool IsText(Type? declared, PropertyInfo? member) => (declared ?? member?.PropertyType) == typeof(string);
}
