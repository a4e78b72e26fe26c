using Apical.Exchange.Images;

namespace Apical.Tests.Exchange;

/// <summary>
/// The expectation is the filter's definition in plain loops and real numbers: a triangle of half-width max(1, old size / new size) about the middle of each
/// new pixel, weights of sum 1, rows, then columns. Rounding to bytes twice may differ from it by one level.
/// </summary>
public sealed class ResamplingTests
{
    public static TheoryData<int, int, int, int> Sizes => new()
    {
        { 7, 9, 3, 4 }, { 7, 9, 7, 4 }, { 7, 9, 3, 9 }, { 8, 8, 4, 4 }, { 5, 6, 11, 17 }, { 1, 1, 4, 3 }, { 30, 2, 1, 1 }, { 224, 224, 64, 64 },
            { 17, 40, 20, 13 },
    };

    [Theory, MemberData(nameof(Sizes))]
    public void Images_are_scaled_as_the_filter_is_defined(int height, int width, int newHeight, int newWidth)
    {
        Raster image = Noise(3, height, width);
        Raster result = Resampling.Resize(image, newHeight, newWidth);
        Assert.Equal((3, newHeight, newWidth, 3 * newHeight * newWidth), (result.Channels, result.Height, result.Width, result.Bytes.Length));
        for (int channel = 0; channel < 3; channel++)
        {
            for (int y = 0; y < newHeight; y++)
            {
                for (int x = 0; x < newWidth; x++)
                {
                    double expected = 0;
                    foreach ((int i, double down) in Triangle(height, newHeight, y))
                    {
                        foreach ((int j, double across) in Triangle(width, newWidth, x))
                        {
                            expected += down * across * image.Bytes[(((channel * height) + i) * width) + j];
                        }
                    }

                    Assert.Equal(expected, result.Bytes[(((channel * newHeight) + y) * newWidth) + x], 1.0);
                }
            }
        }
    }

    /// <summary>The mean of two; halves are rounded up. Then ¾ and ¼ of each, from pixel middles at ¼ and ¾ of the way.</summary>
    [Fact]
    public void Small_cases_can_be_worked_by_hand()
    {
        Assert.Equal([128], Resampling.Resize(new(1, 1, 2, [0, 255]), 1, 1).Bytes);
        Assert.Equal([0, 25, 75, 100], Resampling.Resize(new(1, 1, 2, [0, 100]), 1, 4).Bytes);
        Assert.Equal([0, 25, 75, 100], Resampling.Resize(new(1, 2, 1, [0, 100]), 4, 1).Bytes);
    }

    [Fact]
    public void One_colour_stays_and_the_same_size_changes_nothing()
    {
        var grey = new Raster(1, 9, 11, [.. Enumerable.Repeat((byte)137, 99)]);
        Assert.All(Resampling.Resize(grey, 4, 23).Bytes, level => Assert.Equal(137, level));
        Raster noise = Noise(3, 6, 5);
        Assert.Equal(noise.Bytes, Resampling.Resize(noise, 6, 5).Bytes);
    }

    /// <summary>Sizes are torchvision's: the shorter side to the number, the longer in proportion, cut off.</summary>
    [Theory]
    [InlineData("10", "none", 20, 33, 10, 16)]
    [InlineData("10", "none", 33, 20, 16, 10)]
    [InlineData("10", "none", 5, 5, 10, 10)]
    [InlineData("3", "none", 1, 40, 3, 120)]
    [InlineData("12x9", "none", 20, 33, 12, 9)]
    [InlineData("none", "8", 20, 33, 8, 8)]
    [InlineData("10", "6x12", 20, 33, 6, 12)]
    [InlineData("none", "none", 20, 33, 20, 33)]
    public void Images_come_out_in_the_size_that_is_said(string resize, string crop, int height, int width, int newHeight, int newWidth)
    {
        Raster image = new Framing(Extent.Parse(resize), Extent.Parse(crop)).Of(Noise(3, height, width));
        Assert.Equal((newHeight, newWidth, 3 * newHeight * newWidth), (image.Height, image.Width, image.Bytes.Length));
    }

    /// <summary>Cut out of the middle, halves to the even number; where the image is smaller, a black border, its smaller half first.</summary>
    [Theory]
    [InlineData(5, 2, 2)]           // (5 − 2) / 2 = 1.5 → 2
    [InlineData(7, 2, 2)]           // 2.5 → 2
    [InlineData(6, 2, 2)]
    [InlineData(3, 6, -1)]
    [InlineData(3, 4, 0)]
    public void The_middle_is_cut_out(int size, int cut, int first)
    {
        Raster image = Noise(2, size, size), result = new Framing(Extent.None, new(cut, cut, true)).Of(image);
        for (int i = 0; i < result.Bytes.Length; i++)
        {
            (int channel, int y, int x) = (i / (cut * cut), (i / cut % cut) + first, (i % cut) + first);
            bool inside = y >= 0 && y < size && x >= 0 && x < size;
            Assert.Equal(inside ? image.Bytes[(((channel * size) + y) * size) + x] : 0, result.Bytes[i]);
        }
    }

    [Theory]
    [InlineData("0")]
    [InlineData("4097")]
    [InlineData("3x")]
    [InlineData("3x4x5")]
    [InlineData("-3")]
    [InlineData("3.5")]
    [InlineData("")]
    public void What_is_no_size_is_refused(string text) =>
        Assert.StartsWith($"'{text}' is no size; write a number of pixels from 1 to 4096", Assert.Throws<ArgumentException>(() => Extent.Parse(text)).Message,
            StringComparison.Ordinal);

    private static IEnumerable<(int Place, double Weight)> Triangle(int size, int newSize, int place)
    {
        double scale = (double)size / newSize, width = Math.Max(1, scale), middle = (place + 0.5) * scale;
        (int Place, double Weight)[] all = [.. Enumerable.Range(0, size).Select(i => (i, Math.Max(0, 1 - (Math.Abs(i + 0.5 - middle) / width)))).Where(one =>
            one.Item2 > 0)];
        double sum = all.Sum(one => one.Weight);
        return all.Select(one => (one.Place, one.Weight / sum));
    }

    private static Raster Noise(int channels, int height, int width)
    {
        var rng = new Rng(4);
        return new(channels, height, width, [.. Enumerable.Range(0, channels * height * width).Select(_ => (byte)rng.NextInt(256))]);
    }
}
