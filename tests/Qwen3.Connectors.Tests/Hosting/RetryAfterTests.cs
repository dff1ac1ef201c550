using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Tests.Hosting;

/// <summary>When a rejected call may be tried again.</summary>
public class RetryAfterTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.4, 1)]
    [InlineData(7.5, 7.5)]
    [InlineData(600, 60)]
    public void An_overloaded_engine_says_1_to_60_seconds(double estimate, double expected)
    {
        EngineUnavailableException exception = new EngineOverloadedException(10, 20, 15, TimeSpan.FromSeconds(estimate));
        Assert.Equal(TimeSpan.FromSeconds(expected), exception.RetryAfter);
    }

    [Fact]
    public void A_stopping_application_says_the_time_of_a_restart()
    {
        EngineUnavailableException exception = new EngineStoppingException("model", wasRunning: true);
        Assert.Equal(TimeSpan.FromSeconds(5), exception.RetryAfter);
    }
}
