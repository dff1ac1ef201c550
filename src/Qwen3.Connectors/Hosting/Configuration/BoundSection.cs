using Microsoft.Extensions.Configuration;

namespace Qwen3.Connectors.Hosting.Configuration;

/// <summary>A configuration section that a registration's options are bound to.</summary>
/// <param name="OptionsName">The name of the options.</param>
/// <param name="GetSection">Returns the section.</param>
internal sealed record BoundSection<TOptions>(string OptionsName, Func<IServiceProvider, IConfiguration> GetSection);
