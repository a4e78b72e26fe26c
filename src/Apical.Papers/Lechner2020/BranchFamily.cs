using System.Globalization;
using Apical.Branches;

namespace Apical.Papers.Lechner2020;

/// <summary>A kind of net that foretells branches.</summary>
/// <param name="Kind"><c>shared</c> or <c>per-address</c>.</param>
/// <param name="Bits">Bits of a weight: 32 or 8.</param>
internal sealed record BranchFamily(string Kind, int Bits)
{
    /// <summary>All four.</summary>
    public static IReadOnlyList<BranchFamily> All { get; } = [new("shared", 32), new("per-address", 32), new("shared", 8), new("per-address", 8)];

    /// <summary>A fresh predictor within a budget.</summary>
    /// <param name="written">As <see cref="BranchNetOptions.Parse"/> reads it.</param>
    /// <param name="kilobytes">The budget.</param>
    /// <param name="rng">Where first weights come from.</param>
    /// <exception cref="ArgumentException">It is written wrongly, or cannot be made.</exception>
    public IBranchPredictor Make(string written, int kilobytes, Rng rng) =>
        BranchNetOptions.Parse(written).Filling(kilobytes * 8192L, Bits).Make(Bits, rng);

    /// <summary>Sees to it, at little cost, that such a predictor can be made.</summary>
    /// <exception cref="ArgumentException">It cannot; the message begins with the name of the setting.</exception>
    public void Check(ISettable setting, string written, int kilobytes)
    {
        try
        {
            (BranchNetOptions.Parse(written).Filling(kilobytes * 8192L, Bits) with { Nets = 1 }).Make(Bits, new Rng(1));
        }
        catch (ArgumentException error)
        {
            throw new ArgumentException($"{SettingKey.Of(setting)}: {error.Message}", error);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Kind}, {(Bits == 8 ? "8 bits" : "float32")}");
}
