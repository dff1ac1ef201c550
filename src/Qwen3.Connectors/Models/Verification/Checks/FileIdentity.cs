using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Inference.Loading;

namespace Qwen3.Connectors.Models.Verification.Checks;

/// <summary>Identifies the model of a file by the shape and the kind in its header.</summary>
internal sealed record FileIdentity
{
    /// <summary><c>general.name</c>, or the file's name where the header has none.</summary>
    public required string Name { get; init; }

    /// <summary>The kind; null where the header does not say: perhaps a language model of the family.</summary>
    public required ModelKind? Kind { get; init; }

    /// <summary>The header's shape; null where a number is missing.</summary>
    public required ModelShape? Shape { get; init; }

    /// <summary>The model, or null for an unknown one.</summary>
    public required KnownModel? Known { get; init; }

    /// <summary>How the file was identified, in a sentence.</summary>
    public string Recognition => Known is not null
        ? $"{Known.Name}, recognised by its shape ({Shape?.DescribeNetwork()}) and its header ({Kind.ToString()!.ToLowerInvariant()}, name '{Name}')."
        : $"None of the known models ({Shape?.DescribeNetwork() ?? "its header does not give a shape"}; name '{Name}'): " +
          "its structure is checked, and golden numbers do not exist for it.";

    public static FileIdentity Of(ModelHeader header, KnownModels knowledge)
    {
        var name = header.FindText("general.name") ?? Path.GetFileNameWithoutExtension(header.Path);
        var kind = header.FindKind();
        var shape = ShapeOf(header);
        return new FileIdentity
        {
            Name = name,
            Kind = kind,
            Shape = shape,
            Known = shape is null ? null : knowledge.Models.FirstOrDefault(model =>
                model.Shape.IsSameNetwork(shape)
                && model.Kind == kind
                && (model.NameHas is null || name.Contains(model.NameHas, StringComparison.OrdinalIgnoreCase))),
        };
    }

    private static ModelShape? ShapeOf(ModelHeader header)
    {
        int?[] numbers = [.. HeaderKeys.Shape.Select(key => header.FindInteger($"qwen3.{key}") is > 0 and <= int.MaxValue and var number ? (int?)number : null)];
        return numbers is not [{ } layers, { } hidden, { } heads, { } keyHeads, { } feedForward] ? null : new ModelShape
        {
            LayerCount = layers,
            HiddenSize = hidden,
            FeedForwardSize = feedForward,
            HeadCount = heads,
            KeyValueHeadCount = keyHeads,
            HeadSize = header.FindRowLength(HeaderKeys.QueryNorm) ?? 0,
            ContextLength = (int)Math.Min(int.MaxValue, header.FindInteger(HeaderKeys.Context) ?? 0),
            VocabularySize = header.FindRows(HeaderKeys.TokenEmbedding) ?? 0,
        };
    }
}
