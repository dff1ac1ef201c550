using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Models.Verification.Checks;

/// <summary>Which model a file is, by what its header says of its shape and its purpose.</summary>
internal sealed record FileIdentity
{
    /// <summary><c>general.name</c>, or the file's name where the header has none.</summary>
    public required string Name { get; init; }

    public required FilePurpose Purpose { get; init; }

    /// <summary>The header's shape; null where a number of it is missing.</summary>
    public required KnownShape? Shape { get; init; }

    /// <summary>The model, or null for one that is not known.</summary>
    public required KnownModel? Known { get; init; }

    /// <summary>How it was recognised, in a sentence.</summary>
    public string Recognition => Known is not null
        ? $"{Known.Name}, recognised by its shape ({Shape}) and its header ({Purpose.ToString().ToLowerInvariant()}, name '{Name}')."
        : $"None of the known models ({Shape?.ToString() ?? "a shape that its header does not tell"}; name '{Name}'): its structure is checked, and golden numbers do not exist for it.";

    public static FileIdentity Of(ModelHeader header, KnownModels knowledge)
    {
        var name = header.FindText("general.name") ?? Path.GetFileNameWithoutExtension(header.Path);
        var purpose = PurposeOf(header, name);
        var shape = ShapeOf(header);
        return new FileIdentity
        {
            Name = name,
            Purpose = purpose,
            Shape = shape,
            Known = knowledge.Models.FirstOrDefault(model =>
                model.Shape == shape && model.Purpose == purpose && (model.NameHas is null || name.Contains(model.NameHas, StringComparison.OrdinalIgnoreCase))),
        };
    }

    /// <summary>A head and a name say more than a pooling type, which is the first thing that wrong files have wrong.</summary>
    private static FilePurpose PurposeOf(ModelHeader header, string name)
    {
        var names = $"{name} {header.FindText("general.basename")} {header.FindText("general.finetune")}";
        var pooling = header.FindInteger(HeaderKeys.Pooling);
        return header.FindRows(HeaderKeys.ConvertedHead) is not null || names.Contains("rerank", StringComparison.OrdinalIgnoreCase) ? FilePurpose.Reranker
            : names.Contains("embed", StringComparison.OrdinalIgnoreCase) ? FilePurpose.Embedding
            : pooling == HeaderKeys.RankPooling ? FilePurpose.Reranker
            : pooling == HeaderKeys.LastTokenPooling ? FilePurpose.Embedding
            : FilePurpose.Unknown;
    }

    private static KnownShape? ShapeOf(ModelHeader header)
    {
        var numbers = HeaderKeys.Shape.Select(key => header.FindInteger($"qwen3.{key}")).ToArray();
        return numbers.All(number => number is > 0 and <= int.MaxValue)
            ? new KnownShape((int)numbers[0]!, (int)numbers[1]!, (int)numbers[2]!, (int)numbers[3]!, header.FindRowLength(HeaderKeys.QueryNorm) ?? 0, (int)numbers[4]!)
            : null;
    }
}
