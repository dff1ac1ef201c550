using System.Collections;

namespace Qwen3.Connectors.Inference.Transformer;

/// <summary>
/// The ranges of up to <paramref name="length"/> tokens that cover <paramref name="count"/> tokens. Enumerating allocates nothing.
/// </summary>
/// <param name="count">Tokens.</param>
/// <param name="length">Tokens of a range, at least one; the last range may be shorter.</param>
internal readonly struct TokenRanges(int count, int length) : IEnumerable<(int First, int Count)>
{
    public Enumerator GetEnumerator() => new(count, length);

    IEnumerator<(int First, int Count)> IEnumerable<(int First, int Count)>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Enumerates the ranges in order.</summary>
    public struct Enumerator(int count, int length) : IEnumerator<(int First, int Count)>
    {
        private long _next;

        public readonly (int First, int Count) Current =>
            ((int)(_next - length), Math.Min(length, count - (int)(_next - length)));

        readonly object IEnumerator.Current => Current;

        public bool MoveNext()
        {
            var more = _next < count;
            _next += length;
            return more;
        }

        public void Reset() => _next = 0;

        public readonly void Dispose()
        {
        }
    }
}
