using System.Numerics.Tensors;
using System.Security.Cryptography;

namespace Apical.Tests.Data;

public sealed class DigitImagesTests
{
    [Fact]
    public void The_same_seed_gives_the_same_images_and_another_seed_others()
    {
        IdxSet a = DigitImages.Paint(20, new Rng(1)), b = DigitImages.Paint(20, new Rng(1)), c = DigitImages.Paint(20, new Rng(2));
        Assert.Equal(a.Images.Values, b.Images.Values);
        Assert.Equal(a.Labels.Values, b.Labels.Values);
        Assert.NotEqual(a.Images.Values, c.Images.Values);
    }

    [Fact]
    public void The_first_images_do_not_depend_on_how_many_there_are()
    {
        IdxSet few = DigitImages.Paint(7, new Rng(1)), many = DigitImages.Paint(30, new Rng(1));
        Assert.Equal(few.Images.Values, many.Images.Values[..few.Images.Values.Length]);
        Assert.Equal(few.Labels.Values, many.Labels.Values[..7]);
    }

    /// <summary>The same with every instruction set and on every platform: published numbers depend on it.</summary>
    [Fact]
    public void Characterises_the_standard_training_set()
    {
        IdxSet set = DigitImages.Paint(100, new Rng(DigitImages.StandardSeed).Fork("train"));
        Assert.Equal("4087FF1254F0D2060755CA1E7661D088C563DDAB0D5CD70CFEEB21B8F714B4EF", Convert.ToHexString(SHA256.HashData(set.Images.Values)));
    }

    [Fact]
    public void Every_ten_images_hold_every_digit_once_in_changing_order()
    {
        byte[] labels = DigitImages.Paint(100, new Rng(3)).Labels.Values;
        Assert.All(labels.Chunk(10), ten => Assert.Equal(Enumerable.Range(0, 10), ten.Select(label => (int)label).Order()));
        Assert.True(labels.Chunk(10).Select(ten => string.Concat(ten)).Distinct().Count() > 5);
    }

    [Fact]
    public void Training_and_test_images_differ()
    {
        DataSplits digits = DigitImages.Load(train: 10, test: 10);
        Assert.NotEqual(digits.Train.InMemory().Inputs.ToArray(), digits.Test.InMemory().Inputs.ToArray());
        Assert.Equal(new ImageShape(1, 28, 28), digits.Train.Shape);
        Assert.All(digits.Train.InMemory().Inputs.ToArray(), x => Assert.InRange(x, 0, 1));
    }

    /// <summary>Without noise the ink is all there is: enough of it, and seldom any on the border (1 in 20 at most), where digits would be cut off.</summary>
    [Fact]
    public void Digits_lie_inside_of_their_images()
    {
        byte[] pixels = DigitImages.Paint(500, new Rng(4), new DigitOptions { Noise = 0 }).Images.Values;
        int cut = 0;
        foreach (byte[] image in pixels.Chunk(DigitImages.Side * DigitImages.Side))
        {
            Assert.InRange(image.Average(p => p / 255.0), 0.02, 0.5);
            cut += Enumerable.Range(0, 28).Any(i => image[i] > 64 || image[27 * 28 + i] > 64 || image[28 * i] > 64 || image[28 * i + 27] > 64) ? 1 : 0;
        }

        Assert.True(cut < 25, $"{cut} of 500 digits touch the border");
    }

    /// <summary>
    /// What the set is for: a classifier that compares with one mean image for each digit (linear) does clearly worse than one that
    /// compares with all training images (not linear). The bands are the purpose of the set: linear well below 91 %, the other well above.
    /// </summary>
    [Fact]
    public void A_linear_classifier_stays_clearly_below_one_that_is_not()
    {
        DataSplits digits = DigitImages.Load(train: 2000, test: 300);
        float[][] train = Images(digits.Train.InMemory()), test = Images(digits.Test.InMemory());
        float[][] means = new float[10][];
        for (int digit = 0; digit < 10; digit++)
        {
            means[digit] = new float[784];
            foreach (int i in Enumerable.Range(0, train.Length).Where(i => digits.Train.InMemory().Labels![i] == digit))
            {
                TensorPrimitives.MultiplyAdd(train[i], 1f / 200, means[digit], means[digit]);
            }
        }

        double linear = Enumerable.Range(0, test.Length).Count(i => Nearest(means, test[i]) == digits.Test.InMemory().Labels![i]) / 300.0;
        double nonlinear = Enumerable.Range(0, test.Length).Count(i =>
            digits.Train.InMemory().Labels![Nearest(train, test[i])] == digits.Test.InMemory().Labels![i]) / 300.0;

        Assert.InRange(linear, 0.5, 0.91);
        Assert.InRange(nonlinear, 0.91, 1);
    }

    [Fact]
    public void Every_digit_can_be_written_in_several_ways_inside_of_its_box()
    {
        Assert.Equal(10, Glyphs.ByDigit.Count);
        for (int digit = 0; digit < 10; digit++)
        {
            Assert.True(Glyphs.ByDigit[digit].Length >= 2);
            Assert.All(Glyphs.ByDigit[digit], glyph => Assert.Equal(digit, glyph.Digit));
            Assert.All(Glyphs.ByDigit[digit].SelectMany(glyph => glyph.Strokes).SelectMany(stroke => stroke.X.Concat(stroke.Y)), v =>
                Assert.InRange(v, 0, 100));
        }
    }

    [Fact]
    public void Settings_that_make_no_sense_are_refused_by_name()
    {
        DigitOptions[] wrong =
        [
            new() { SmallestSize = 30 }, new() { ThinnestPen = 5 }, new() { Noise = -1 }, new() { Noise = double.NaN },
                new() { Shift = double.PositiveInfinity },
            new() { PalestInk = 1.5 }, new() { Elastic = double.NaN },
        ];
        Assert.All(wrong, options => Assert.Throws<ArgumentOutOfRangeException>(() => DigitImages.Paint(1, new Rng(0), options)));
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(() => DigitImages.Paint(1, new Rng(0), wrong[0]));
        Assert.StartsWith("Expected a positive value not above LargestSize (21).", error.Message, StringComparison.Ordinal);
    }

    /// <summary>As far as settings may go, lines leave the image, and nothing may be written beside it.</summary>
    [Fact]
    public void Extreme_settings_still_give_images()
    {
        var wild = new DigitOptions { HalfTurn = 1, Shear = 3, LargestSize = 56, Shift = 28, Elastic = 28, Unsteadiness = 100, BroadestPen = 28, Noise = 5 };
        IdxSet set = DigitImages.Paint(50, new Rng(5), wild);
        Assert.Equal(50 * 784, set.Images.Values.Length);
        Assert.True(set.Images.Values.Distinct().Count() > 100);
    }

    private static float[][] Images(Dataset data) => [.. data.Inputs.AsSpan<float>().ToArray().Chunk(data.Features)];

    private static int Nearest(float[][] candidates, float[] image)
    {
        int best = 0;
        float least = float.PositiveInfinity;
        for (int i = 0; i < candidates.Length; i++)
        {
            float distance = TensorPrimitives.Distance<float>(candidates[i], image);
            (least, best) = distance < least ? (distance, i) : (least, best);
        }

        return best;
    }
}
