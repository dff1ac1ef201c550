namespace Qwen3.Connectors.Tests.Formats;

public class InstructionSetTests
{
    /// <summary>Vectors of 512 bits become two of 256, those of 256 two of 128 (as on ARM) or none.</summary>
    [Theory]
    [InlineData("DOTNET_EnableAVX512")]
    [InlineData("DOTNET_EnableAVX2")]
    [InlineData("DOTNET_EnableHWIntrinsic")]
    public Task Every_format_decodes_alike_without(string instructionSet) =>
        OtherProcess.RunWithout(instructionSet, typeof(BlockFormatTests));
}
