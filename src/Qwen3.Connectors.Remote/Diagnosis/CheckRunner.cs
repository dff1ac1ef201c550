using Qwen3.Connectors.Models.Verification;
using Qwen3.Connectors.Remote.Profiles;
using Qwen3.Connectors.Remote.Protocols;
using CheckResult = Qwen3.Connectors.Models.Verification.Checks.Checks;

namespace Qwen3.Connectors.Remote.Diagnosis;

/// <summary>Runs the checks of a server. One whose request is refused or whose answer can't be read fails, and the others still
/// run.</summary>
/// <param name="facts">What the server says about itself.</param>
internal sealed class CheckRunner(ServerFacts facts)
{
    private readonly List<ModelCheck> _checks = [];

    public IReadOnlyList<ModelCheck> Checks => _checks;

    public ServerFacts Facts => facts;

    public void Add(ModelCheck check) => _checks.Add(check);

    /// <exception cref="RequestRejectedException">The server refuses the key.</exception>
    public async Task RunAsync(string name, Func<Task> check)
    {
        try
        {
            await check().ConfigureAwait(false);
        }
        catch (RequestRejectedException exception) when (exception.Kind != ServerErrorKind.Unauthorized)
        {
            AddRefusal(name, exception);
        }
        catch (AnswerFormatException exception)
        {
            Add(CheckResult.Fail(
                name, exception.Expected, exception.Found, "Results can't be assigned to texts.",
                "Update the server, and check that the address is its own: proxies change answers."));
        }
    }

    /// <summary>Whether the server has the feature at all; where it should have it and fails, a check says so.</summary>
    /// <param name="feature">What it does, for messages.</param>
    /// <param name="request">The simplest request.</param>
    public async Task<bool> TryFeatureAsync(string feature, Func<Task> request)
    {
        try
        {
            await request().ConfigureAwait(false);
            return true;
        }
        catch (RequestRejectedException exception) when (exception.Kind is ServerErrorKind.NotFound or ServerErrorKind.NotSupported)
        {
            Add(CheckResult.Skip(
                feature, $"refused with status {(int)exception.Status}", $"The server has no {feature} with this model."));
        }
        catch (RequestRejectedException exception) when (exception.Kind != ServerErrorKind.Unauthorized)
        {
            AddRefusal(feature, exception);
        }
        catch (AnswerFormatException exception)
        {
            Add(CheckResult.Fail(
                feature, exception.Expected, exception.Found, "The answer is not that of this kind of server.",
                "Check the address; state the kind in a connection string: 'Endpoint=...;Protocol=...'."));
        }

        return false;
    }

    private void AddRefusal(string name, RequestRejectedException exception)
    {
        var (reason, advice) = exception.Kind switch
        {
            ServerErrorKind.NotFinite => (
                "The server computed NaN. Activations of the models exceed the range of 16-bit floats (F16); several GPU builds overflow.",
                "Update the server, or run the model in BF16, F32 or a quantisation that computes in F32; or on the CPU."),
            ServerErrorKind.TooLong => ("Texts of usual length are refused.", facts.Protocol.LengthFix),
            ServerErrorKind.TooLarge => (
                "The server takes fewer texts in a request. This library splits them; other clients fail.",
                "Raise the limit of texts or bytes of a request."),
            _ => ("The server failed, or does not take the request of its kind.", "Its log says why."),
        };
        Add(CheckResult.Fail(name, "an answer", $"refused with status {(int)exception.Status}", reason, advice));
    }
}
