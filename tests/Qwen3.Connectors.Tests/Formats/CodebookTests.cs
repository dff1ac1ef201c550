using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Qwen3.Connectors.Inference.Formats;

namespace Qwen3.Connectors.Tests.Formats;

public class CodebookTests
{
    [Fact]
    public void Every_codebook_has_the_published_hash()
    {
        AssertHash("07540FFC1AEAF6AD", Codebook.IQ1.Values);
        AssertHash("05826B5D3E472A3A", Codebook.IQ2_XXS.Values);
        AssertHash("06E47AACA60B4DC1", Codebook.IQ2_XS.Values);
        AssertHash("E1AA1473412B0552", Codebook.IQ2_S.Values);
        AssertHash("46E35F5A997EFDEE", Codebook.IQ3_XXS.Values);
        AssertHash("BD1AF4945A1717C6", Codebook.IQ3_S.Values);
    }

    [Fact]
    public void The_even_signs_have_the_published_hash() =>
        AssertHash("A76742A603F8BECA", Enumerable.Range(0, 128).Select(signs => (sbyte)SignMasks.EvenSigns((uint)signs)).ToArray());

    /// <summary>By the first eight bytes of the SHA-256 of the expanded little-endian table.</summary>
    private static void AssertHash(string expected, ReadOnlySpan<sbyte> table) =>
        Assert.Equal(expected, Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes(table)).AsSpan(0, 8)));
}
