using System.Globalization;
using Apical.Report;

namespace Apical.Tests.Report;

/// <summary>Colours of series are told apart by people who see all colours and by those who do not.</summary>
public sealed class ColourDistanceTests
{
    // Machado, Oliveira and Fernandes 2009, severity 1, on linear RGB.
    private static readonly Dictionary<string, double[,]> s_sights = new()
    {
        ["all colours"] = new double[,] { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } },
        ["protanopia"] = new[,] { { 0.152286, 1.052583, -0.204868 }, { 0.114503, 0.786281, 0.099216 }, { -0.003882, -0.048116, 1.051998 } },
        ["deuteranopia"] = new[,] { { 0.367322, 0.860646, -0.227968 }, { 0.280085, 0.672501, 0.047413 }, { -0.011820, 0.042940, 0.968881 } },
        ["tritanopia"] = new[,] { { 1.255528, -0.076749, -0.178779 }, { -0.078411, 0.930809, 0.147602 }, { 0.004733, 0.691367, 0.303900 } },
    };

    public static TheoryData<string> Sights => [.. s_sights.Keys];

    [Theory]
    [MemberData(nameof(Sights))]
    public void Ten_colours_stay_apart_on_paper_and_on_a_dark_screen(string sight)
    {
        Assert.Equal(10, LineStyle.Colours.Count);
        Assert.Equal(10, DashboardPage.OnDark.Length);
        foreach (string[] colours in new string[][] { [.. LineStyle.Colours], DashboardPage.OnDark })
        {
            for (int a = 0; a < colours.Length; a++)
            {
                for (int b = 0; b < a; b++)
                {
                    double distance = Distance(Oklab(colours[a], s_sights[sight]), Oklab(colours[b], s_sights[sight]));
                    Assert.True(distance >= 0.09, $"{colours[a]} and {colours[b]}: {distance:0.000}");
                }
            }
        }
    }

    private static double Distance(double[] a, double[] b) => Math.Sqrt(a.Zip(b, (x, y) => (x - y) * (x - y)).Sum());

    /// <summary>Ottosson 2020: lightness and two axes of colour, in which distances are about as people see them.</summary>
    private static double[] Oklab(string colour, double[,] sight)
    {
        double[] lms = Times(new[,]
        {
            { 0.4122214708, 0.5363325363, 0.0514459929 }, { 0.2119034982, 0.6806995451, 0.1073969566 }, { 0.0883024619, 0.2817188376, 0.6299787005 },
        }, [.. Times(sight, [Channel(colour, 1), Channel(colour, 3), Channel(colour, 5)]).Select(value => Math.Clamp(value, 0, 1))]);
        return Times(new[,]
        {
            { 0.2104542553, 0.7936177850, -0.0040720468 }, { 1.9779984951, -2.4285922050, 0.4505937099 }, { 0.0259040371, 0.7827717662, -0.8086757660 },
        }, [.. lms.Select(Math.Cbrt)]);
    }

    private static double[] Times(double[,] matrix, double[] vector) =>
        [.. Enumerable.Range(0, 3).Select(row => Enumerable.Range(0, 3).Sum(column => matrix[row, column] * vector[column]))];

    private static double Channel(string colour, int at)
    {
        double c = int.Parse(colour.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
        return c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4);
    }
}
