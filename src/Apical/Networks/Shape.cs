using System.Globalization;

namespace Apical.Networks;

/// <summary>How the units of a layer lie: in maps of height × width. Units without a place are maps of one.</summary>
/// <param name="Channels">Maps, or units.</param>
/// <param name="Height">Rows of a map.</param>
/// <param name="Width">Columns of a map.</param>
public readonly record struct Shape(int Channels, int Height = 1, int Width = 1)
{
    /// <summary>How many units there are. Unit (c, y, x) has the number (c · Height + y) · Width + x.</summary>
    /// <exception cref="OverflowException">More than an int can count.</exception>
    public int Units => checked(Channels * Height * Width);

    /// <summary><c>3×32×32</c>, or <c>10</c>.</summary>
    public override string ToString() => Height * Width == 1 ? Channels.ToString(CultureInfo.InvariantCulture) : $"{Channels}×{Height}×{Width}";
}
