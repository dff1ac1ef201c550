using Microsoft.Extensions.VectorData;

namespace Qwen3.Connectors.Tests.LocalStore;

/// <summary>A record with a property of several types, for filters and searches.</summary>
public sealed class Item
{
    [VectorStoreKey]
    public int Id { get; set; }

    [VectorStoreData(IsIndexed = true)]
    public int Number { get; set; }

    [VectorStoreData]
    public int? Maybe { get; set; }

    [VectorStoreData(IsFullTextIndexed = true)]
    public string? Name { get; set; }

    [VectorStoreData]
    public bool Flag { get; set; }

    [VectorStoreData]
    public double Real { get; set; }

    [VectorStoreData]
    public decimal Price { get; set; }

    [VectorStoreData(IsIndexed = true)]
    public DateTimeOffset Time { get; set; }

    [VectorStoreData]
    public string[] Tags { get; set; } = [];

    [VectorStoreData]
    public List<int>? Numbers { get; set; }

    [VectorStoreVector(Dimensions)]
    public ReadOnlyMemory<float>? Vector { get; set; }

    public const int Dimensions = 16;

    internal static Item Random(int id, Random random)
    {
        string[] words = ["red", "green", "blue", "", "Äpfel", "北京"];
        return new Item
        {
            Id = id,
            Number = random.Next(-5, 6),
            Maybe = random.Next(3) == 0 ? null : random.Next(4),
            Name = random.Next(5) == 0 ? null : words[random.Next(words.Length)],
            Flag = random.Next(2) == 0,
            Real = random.Next(-3, 4) / 2.0,
            Price = random.Next(-100, 100) / 100m,
            Time = new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.FromHours(random.Next(-3, 4))).AddHours(random.Next(4)),
            Tags = [.. Enumerable.Range(0, random.Next(3)).Select(_ => words[random.Next(words.Length)])],
            Numbers = random.Next(4) == 0 ? null : [.. Enumerable.Range(0, random.Next(3)).Select(_ => random.Next(4))],
            Vector = random.Next(10) == 0 ? null : (ReadOnlyMemory<float>?)RandomVector(random),
        };
    }

    internal static float[] RandomVector(Random random) =>
        [.. Enumerable.Range(0, Dimensions).Select(_ => (float)(random.Next(-8, 9) + (random.NextDouble() / 16)))];
}
