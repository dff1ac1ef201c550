using System.Text;

namespace Qwen3.Connectors.Inference.Gguf;

/// <summary>Identifies a file without the GGUF magic: most wrong files are an error page, a pointer or a checkpoint of another kind.</summary>
internal static class ForeignFile
{
    private const string FetchAgain = "Open the download's address in a browser to see what the server says, then fetch the file again.";
    private const string OtherCheckpoint = "Take a GGUF file of the model, or convert this one with llama.cpp's convert_hf_to_gguf.py.";

    public static void RefuseUnlessGguf(GgufReader reader)
    {
        var head = reader.Mapping.Slice(0, (int)Math.Min(256, reader.Left));
        if (!head.StartsWith("GGUF"u8))
        {
            var (found, advice) = Identify(head);
            GgufThrow.InvalidModel_Foreign(reader.Path, found, advice);
        }

        reader.Skip(4, "the magic");
    }

    private static (string Found, string? Advice) Identify(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("version https://git-lfs"u8))
        {
            return ("a Git LFS pointer, which stands for a file that wasn't fetched", "Run 'git lfs pull' where the file came from, or download it.");
        }

        if (head.StartsWith("PK\u0003\u0004"u8))
        {
            return ("a zip archive, such as a PyTorch checkpoint", OtherCheckpoint);
        }

        // A length of 8 bytes, then a JSON object.
        if (head.Length > 9 && head[8..10].SequenceEqual("{\""u8))
        {
            return ("a safetensors file", OtherCheckpoint);
        }

        if (head.StartsWith("lmgg"u8) || head.StartsWith("fmgg"u8) || head.StartsWith("tjgg"u8))
        {
            return ("a ggml file of before August 2023 (ggml, ggmf or ggjt)", "No current tool reads these files: choose a GGUF file of the model.");
        }

        if (head is [0x1F, 0x8B, ..])
        {
            return ("a gzip archive", "Unpack it first.");
        }

        return IdentifyText(head);
    }

    private static (string Found, string? Advice) IdentifyText(ReadOnlySpan<byte> head)
    {
        var text = head.TrimStart("\uFEFF"u8).TrimStart(" \t\r\n"u8);
        var shown = GgufText.Printable(text);
        return text switch
        {
            [(byte)'<', ..] => ($"an HTML or XML page that begins with '{shown}', probably a server's error page", FetchAgain),
            [(byte)'{' or (byte)'[', ..] => ($"JSON text that begins with '{shown}', probably a server's error message", FetchAgain),
            _ when head.IndexOfAnyExcept((byte)0) < 0 => ("zero bytes where the file should begin", "A download that reserved its space didn't finish: fetch it again."),
            _ when Ascii.IsValid(text) && text.IndexOfAnyInRange((byte)0, (byte)8) < 0 => ($"text that begins with '{shown}'", FetchAgain),
            _ => ($"the bytes {Convert.ToHexString(head[..Math.Min(4, head.Length)])} at the start", null),
        };
    }
}
