namespace Qwen3.Connectors.Fuzz.Mutation;

/// <summary>A number to a damaged file: the same number gives the same bytes.</summary>
public static class Mutator
{
    private static readonly Action<Random, SoundFile, byte[]>[] InPlace =
    [
        FieldDamage.ChangeField, FieldDamage.ChangeField, FieldDamage.ChangeField, FieldDamage.ChangeField,
        FieldDamage.FlipBits, FieldDamage.Overwrite, FieldDamage.FillData, FieldDamage.FillData,
    ];

    private static readonly Func<Random, SoundFile, byte[], byte[]>[] Moving =
    [
        StructureDamage.Truncate, StructureDamage.Append, StructureDamage.Insert, StructureDamage.Delete,
        StructureDamage.RemoveEntry, StructureDamage.AddEntry, StructureDamage.SwapEntries,
    ];

    /// <summary>The damaged file of a seed.</summary>
    /// <param name="seed">Any number.</param>
    /// <returns>Which file was damaged, and the bytes.</returns>
    public static (string Origin, byte[] Content) Create(int seed)
    {
        var random = new Random(seed);
        var file = SoundFiles.All[random.Next(4) == 0 ? random.Next(SoundFiles.All.Count) : random.Next(SoundFiles.SmallCount)];
        var content = (byte[])file.Content.Clone();
        var moves = random.Next(3) == 0;

        // Mostly one: much damage is found by the first check, a little gets further.
        for (var changes = moves ? random.Next(2) : random.Next(3) > 0 ? 1 : random.Next(2, 5); changes > 0; changes--)
        {
            InPlace[random.Next(InPlace.Length)](random, file, content);
        }

        return (file.Name, moves ? Moving[random.Next(Moving.Length)](random, file, content) : content);
    }
}
