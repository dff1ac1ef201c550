using System.Buffers;
using System.Text;
using Qwen3.Connectors.Inference.Unicode;

namespace Qwen3.Connectors.Inference.Tokenization;

/// <summary>
/// Text to token ids: NFC, UTF-8, pre-tokenizer, BPE. Processes a text in windows, so that memory is bounded by the longest pre-token, not
/// by the text.
/// </summary>
/// <param name="encoder">Merges the bytes of a pre-token.</param>
/// <param name="windowCharacters">Characters of a window at least; the ids do not depend on it.</param>
internal sealed class TextEncoder(BytePairEncoder encoder, int windowCharacters = TextEncoder.DefaultWindowCharacters)
{
    public const int DefaultWindowCharacters = 1 << 14;

    /// <summary>Writes the ids of a text.</summary>
    /// <param name="text">Any text; lone surrogates are encoded as U+FFFD, as the reference tokenizer's callers do.</param>
    /// <param name="ids">Receives the ids.</param>
    /// <param name="cancellationToken">Checked for every window and within long pre-tokens.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public void Encode(ReadOnlySpan<char> text, ref TokenIdWriter ids, CancellationToken cancellationToken)
    {
        for (int start = 0, end; start < text.Length; start = end)
        {
            cancellationToken.ThrowIfCancellationRequested();
            end = TextWindow.FindEnd(text, start, windowCharacters, cancellationToken);
            EncodeWindow(text[start..end], ref ids, cancellationToken);
        }
    }

    private void EncodeWindow(ReadOnlySpan<char> text, ref TokenIdWriter ids, CancellationToken cancellationToken)
    {
        if (!Nfc.IsNormalized(text))
        {
            text = Nfc.Normalize(text);
        }

        var buffer = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetByteCount(text));
        try
        {
            var utf8 = buffer.AsSpan(0, Encoding.UTF8.GetBytes(text, buffer));
            for (int start = 0, end; start < utf8.Length; start = end)
            {
                cancellationToken.ThrowIfCancellationRequested();
                end = PreTokenizer.EndOfPreToken(utf8, start);
                encoder.Encode(utf8[start..end], ref ids, cancellationToken);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
