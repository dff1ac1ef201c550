using Qwen3.Connectors.Models.Verification;
using Qwen3.Connectors.Models.Verification.Checks;
using Qwen3.Connectors.Tests.Gguf;

namespace Qwen3.Connectors.Tests.Models.Verification;

/// <summary>Verifies files and finds checks by their names.</summary>
internal static class Verified
{
    public static Task<ModelVerification> FileAsync(string path) => ModelVerifier.Open(path).VerifyAsync(TestContext.Current.CancellationToken);

    public static async Task<ModelVerification> BytesAsync(byte[] content, string name = "model.gguf", KnownModels? knowledge = null)
    {
        using var file = new TemporaryFile(content, name);
        return await ModelVerifier.Open(file.Path).VerifyAsync(knowledge ?? KnownModels.Own, TestContext.Current.CancellationToken);
    }

    public static ModelCheck Check(this ModelVerification verification, string name) => Assert.Single(verification.Checks, check => check.Name == name);

    public static string[] Failed(this ModelVerification verification) => Names(verification, ModelCheckOutcome.Failed);

    public static string[] Corrected(this ModelVerification verification) => Names(verification, ModelCheckOutcome.Corrected);

    private static string[] Names(ModelVerification verification, ModelCheckOutcome outcome) =>
        [.. verification.Checks.Where(check => check.Outcome == outcome).Select(check => check.Name)];
}
