using Qwen3.Connectors.Inference.Formats;

namespace Qwen3.Connectors.Tests.Formats;

public class BlockFormatTests
{
    [Fact]
    public void Every_block_length_divides_256() => Assert.All(BlockFormat.All, format => Assert.Equal(0, 256 % format.BlockLength));
}
