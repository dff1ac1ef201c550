using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Tests.Transformer;

public class QuantModelTests
{
    // The loss of all roundings of the engine, those of activations to 15 bits included. Vectors this near to the same golden vector are
    // within 1e-7 of each other: kernels agree.
    private const double MinimumCosine = 1 - 2.5e-8;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> FilesAndKernels()
    {
        var data = new TheoryData<string, string>();
        foreach (var file in GoldenQuantModels.Files)
        {
            foreach (var kernel in InferenceOptions.KernelNames)
            {
                data.Add(file, kernel);
            }
        }

        return data;
    }

    [Fact]
    public void There_are_27_file_types() => Assert.Equal(27, GoldenQuantModels.Files.Count());

    [Theory]
    [MemberData(nameof(FilesAndKernels))]
    public async Task Every_file_type_embeds_to_its_golden_vectors_on_every_kernel_in_a_batch_and_alone(string file, string kernel)
    {
        using var model = EmbeddingModel.Load(GoldenQuantModels.PathOf(file), new InferenceOptions { Kernel = kernel });
        var batch = await model.EmbedAsync(GoldenQuantModels.Texts, cancellationToken: Cancellation);
        foreach (var (i, golden) in GoldenQuantModels.VectorsOf(file).Index())
        {
            VectorAssert.SameDirection(golden, batch[i].Values, MinimumCosine);
            var alone = await model.EmbedAsync([GoldenQuantModels.Texts[i]], cancellationToken: Cancellation);
            Assert.Equal(batch[i].Values.ToArray(), alone[0].Values.ToArray());
        }
    }

    [Theory]
    [MemberData(nameof(FilesAndKernels))]
    public async Task One_thread_gives_the_bits_of_many(string file, string kernel)
    {
        using var one = EmbeddingModel.Load(GoldenQuantModels.PathOf(file), new InferenceOptions { Kernel = kernel, ThreadCount = 1 });
        using var three = EmbeddingModel.Load(GoldenQuantModels.PathOf(file), new InferenceOptions { Kernel = kernel, ThreadCount = 3 });
        var expected = await one.EmbedAsync(GoldenQuantModels.Texts, cancellationToken: Cancellation);
        var actual = await three.EmbedAsync(GoldenQuantModels.Texts, cancellationToken: Cancellation);
        foreach (var (i, golden) in GoldenQuantModels.VectorsOf(file).Index())
        {
            VectorAssert.SameDirection(golden, expected[i].Values, MinimumCosine);
            Assert.Equal(expected[i].Values.ToArray(), actual[i].Values.ToArray());
        }
    }
}
