using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Qwen3.Connectors.Hosting.Configuration;

namespace Qwen3.Connectors.Hosting.Registration;

/// <summary>A registration whose options are to be configured.</summary>
internal sealed record ModelServiceRegistration<TOptions, TService>(
    OptionsBuilder<TOptions> Options, OptionKeys<TOptions> Keys, Qwen3ServiceBuilder<TService> Builder)
    where TOptions : class
    where TService : class
{
    public Qwen3ServiceBuilder<TService> Configure(Action<TOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        Options.Configure(configure);
        return Builder;
    }

    public Qwen3ServiceBuilder<TService> Bind(IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        return Bind(_ => section);
    }

    /// <summary>Binds a section of the application's configuration.</summary>
    public Qwen3ServiceBuilder<TService> Bind(string section) =>
        Bind(provider => provider.GetRequiredService<IConfiguration>().GetSection(section));

    /// <summary>Faults are dropped when binding: the validator reports them.</summary>
    private Qwen3ServiceBuilder<TService> Bind(Func<IServiceProvider, IConfiguration> getSection)
    {
        Options.Services.AddSingleton(new BoundSection<TOptions>(Options.Name, getSection));
        Options.Configure<IServiceProvider>((options, provider) => Keys.Bind(getSection(provider), options, new List<string>()));
        return Builder;
    }
}
