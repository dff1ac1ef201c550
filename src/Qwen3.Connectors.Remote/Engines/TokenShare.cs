namespace Qwen3.Connectors.Remote.Engines;

/// <summary>Divides the tokens that a server reports for a request among its texts, by their lengths; the sum stays exact.</summary>
internal static class TokenShare
{
    public static int[] Divide(int total, IReadOnlyList<int> bytes)
    {
        var shares = new int[bytes.Count];
        var allBytes = bytes.Sum(length => length + 1L);
        var bytesSoFar = 0L;
        var tokensSoFar = 0;
        for (var i = 0; i < shares.Length; i++)
        {
            bytesSoFar += bytes[i] + 1L;
            var end = (int)(total * bytesSoFar / allBytes);
            shares[i] = end - tokensSoFar;
            tokensSoFar = end;
        }

        return shares;
    }
}
