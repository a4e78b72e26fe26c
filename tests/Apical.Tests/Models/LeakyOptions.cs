using Apical.Specs;

namespace Apical.Tests.Models;

/// <summary>Settings of <see cref="LeakyIntegrator"/>.</summary>
internal sealed record LeakyOptions
{
    public static Settings<LeakyOptions> Settings { get; } = new Settings<LeakyOptions>(() => new())
        .Number("leak", o => o.Leak, (o, x) => o with { Leak = x }, "what is left of a membrane's voltage after a step")
        .Number("noise", o => o.Noise, (o, x) => o with { Noise = x }, "standard deviation of the noise on every voltage");

    public double Leak { get; init; } = 0.5;

    public double Noise { get; init; } = 0.2;
}
