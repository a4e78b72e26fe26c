using Apical.Networks;
using Apical.Specs;

namespace Apical.Rules;

/// <summary>Settings that many rules of the target propagation family have, each with its meaning.</summary>
internal static class TargetSettings
{
    private const string PseudoInverse = "pseudo-inverse";

    public static Settings<T> Step<T>(this Settings<T> settings, Func<T, double> get, Func<T, double, T> set) => settings.Number("step", get, set,
        "η̂, how far the output target lies down the gradient; positive. The thesis's code has 0.1 for a loss without the ½, which is 0.2 here");

    /// <summary>How Q_i starts; null is the pseudo-inverse of the forward weights.</summary>
    public static Settings<T> Inverse<T>(this Settings<T> settings, Func<T, Initialiser?> get, Func<T, Initialiser?, T> set) => settings.Form(
        "init", text => text == PseudoInverse ? PseudoInverse : Initialiser.Parse(text).Name, o => get(o)?.Name ?? PseudoInverse,
        (o, name) => set(o, name == PseudoInverse ? null : Initialiser.Parse(name)),
            "how Q_i starts: pseudo-inverse (that of the forward weights, as in the thesis's code) or an initialiser");

    public static Settings<T> Decay<T>(this Settings<T> settings, Func<T, double> get, Func<T, double, T> set) =>
        settings.Number("decay", get, set, "λ of the penalty λ‖Q‖²; at least 0");

    /// <summary>The margin; null, which makes targets outside an error, is written 0.</summary>
    public static Settings<T> Margin<T>(this Settings<T> settings, Func<T, double?> get, Func<T, double?, T> set) => settings.Number(
        "margin", o => get(o) ?? 0, (o, x) => set(o, x == 0 ? null : x),
            "a target outside the domain of s⁻¹ is moved this far inside it (ours); 0 makes it an error");
}
