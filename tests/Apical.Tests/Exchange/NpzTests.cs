using Apical.Exchange.Numpy;
using Apical.Specs;
using Apical.Tests.Data;

namespace Apical.Tests.Exchange;

public sealed class NpzTests
{
    private static readonly byte[] s_x = Npy.Array("<f4", "(4, 2)", Npy.Floats(1, 2, 3, 4, 5, 6, 7, 8)), s_y = Npy.Array("<i8", "(4,)", Npy.Longs(3, 7, 3, 7));

    [Theory]
    [InlineData(1, false, true)]
    [InlineData(2, false, false)]
    [InlineData(3, false, true)]
    [InlineData(1, true, false)]
    public void Arrays_are_read_in_each_version_and_order(int version, bool fortran, bool compressed)
    {
        float[] elements = fortran ? [1, 3, 5, 7, 2, 4, 6, 8] : [1, 2, 3, 4, 5, 6, 7, 8];
        DataSplits data = Load("test=0.5", compressed, ("x", Npy.Array("<f4", "(4, 2)", Npy.Floats(elements), version, fortran)), ("y", s_y));
        Assert.Equal(["3", "7"], data.Train.ClassNames);
        Assert.Equal((2, 2), (data.Train.Count, data.Test.Count));
        Assert.Equal([(1, 2, 0), (3, 4, 1), (5, 6, 0), (7, 8, 1)], Samples(data).Order());
    }

    /// <summary>Element (i, j, k) of [4, 2, 3] is 100 i + 10 j + k; in Fortran order i runs first, then j, then k.</summary>
    [Fact]
    public void Fortran_order_is_undone_along_every_axis()
    {
        float[] elements = [.. from k in Enumerable.Range(0, 3) from j in Enumerable.Range(0, 2) from i in Enumerable.Range(0,
            4) select (float)(100 * i + 10 * j + k)];
        DataSplits data = Load("test=0.5", true, ("x", Npy.Array("<f4", "(4, 2, 3)", Npy.Floats(elements), fortran: true)), ("y", s_y));
        foreach (Dataset part in new[] { data.Train.InMemory(), data.Test.InMemory() })
        {
            for (int sample = 0; sample < part.Count; sample++)
            {
                double i = part.Inputs[sample, 0];
                Assert.Equal([i, i + 1, i + 2, i + 10, i + 11, i + 12], Enumerable.Range(0, 6).Select(feature => part.Inputs[sample, feature]));
                Assert.Equal(i / 100 % 2, part.Labels![sample]);
            }
        }
    }

    public static TheoryData<string, string> Types => new()
    {
        { "|u1", "010203FF" }, { "|i1", "0102FDFF" }, { "|b1", "00010100" }, { "<u2", "01000200FF000001" }, { "<i2", "0100FEFFFF7F0080" },
        { "<u4", "010000000200000000000100FFFFFFFF" }, { "<i4", "01000000FEFFFFFF0000010000000080" }, { "<f2", "003C00C0003800FC" },
    };

    /// <summary>Little-endian elements, two's complement; half precision 1, −2, 0.5 (and, refused, −∞).</summary>
    [Theory]
    [MemberData(nameof(Types))]
    public void Elements_of_each_type_are_read(string type, string bytes)
    {
        double[] expected = type switch
        {
            "|u1" => [1, 2, 3, 255],
            "|i1" => [1, 2, -3, -1],
            "|b1" => [0, 1, 1, 0],
            "<u2" => [1, 2, 255, 256],
            "<i2" => [1, -2, 32767, -32768],
            "<u4" => [1, 2, 65536, 4294967295],
            "<i4" => [1, -2, 65536, -2147483648],
            _ => [1, -2, 0.5],
        };
        byte[] elements = Convert.FromHexString(bytes)[..(expected.Length * Convert.FromHexString(bytes).Length / 4)];
        DataSplits data = Load("test=0.4", false, ("x", Npy.Array(type, $"({expected.Length},)", elements)), ("y", Npy.Array("|u1", $"({expected.Length},)",
            [.. Enumerable.Range(0, expected.Length).Select(i => (byte)(i % 2))])));
        Assert.Equal(expected.Select(number => (double)(float)number).Order(), new[] { data.Train,
            data.Test }.SelectMany(part => part.InMemory().Inputs.ToArray()).Order());
    }

    [Fact]
    public void Arrays_to_test_with_are_the_test_part()
    {
        DataSplits data = Load("", true, ("x_train", s_x), ("y_train", s_y), ("x_test", Npy.Array("<f8", "(1, 2)", Npy.Doubles(9, 10))), ("y_test",
            Npy.Array("<i4", "(1,)", [7, 0, 0, 0])));
        Assert.Equal((4, 1), (data.Train.Count, data.Test.Count));
        Assert.Equal([9, 10], data.Test.InMemory().Inputs.ToArray());
        Assert.Equal([1], data.Test.InMemory().Labels!);
    }

    [Fact]
    public void Texts_and_one_hot_rows_are_classes()
    {
        DataSplits texts = Load("test=0.5", false, ("x", s_x), ("y", Npy.Array("<U3", "(4,)", Npy.Texts(3, "ö", "abc", "ö", "abc"))));
        Assert.Equal(["abc", "ö"], texts.Train.ClassNames);
        DataSplits hot = Load("test=0.5", false, ("x", s_x), ("y", Npy.Array("<f4", "(4, 2)", Npy.Floats(0, 1, 1, 0, 0, 1, 1, 0))));
        Assert.Equal([(1, 2, 1), (3, 4, 0), (5, 6, 1), (7, 8, 0)], Samples(hot).Order());
    }

    /// <summary>Two texts that differ in what is no letter must not become one class.</summary>
    [Theory]
    [InlineData(0xD800, 0xD801)]
    [InlineData(0xDC00, 0x110000)]
    public void Texts_with_what_is_no_letter_are_refused(int first, int second)
    {
        byte[] texts = [.. new[] { first, second, first, second }.SelectMany(BitConverter.GetBytes)];
        DatasetException error = Assert.Throws<DatasetException>(
            () => Load("test=0.5", false, ("x", s_x), ("y", Npy.Array("<U1", "(4,)", texts))));
        Assert.Contains("the text of sample 0, counted from 0", error.Message, StringComparison.Ordinal);
        Assert.Equal(2, Load("test=0.5", false, ("x", s_x), ("y", Npy.Array("<U1", "(4,)", Npy.Texts(1, "a", "b", "a", "b")))).Train.Classes);
    }

    [Theory]
    [InlineData(1, "(4,)")]
    [InlineData(2, "(4, 2)")]
    public void Numbers_to_learn_that_single_precision_does_not_have_are_told_with_their_place(int width, string shape)
    {
        double[] y = [.. Enumerable.Range(0, 4 * width).Select(i => i == 2 * width ? 1e39 : 0.5)];
        byte[] array = Npy.Array("<f8", shape, Npy.Doubles(y));
        DatasetException error = Assert.Throws<DatasetException>(() => Load("task=regression", false, ("x", s_x), ("y", array)));
        Assert.Contains("y: sample 2, counted from 0, has ", error.Message, StringComparison.Ordinal);
        Assert.Contains(", too large for single precision: use --precision double", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Real_numbers_are_learned_as_numbers()
    {
        DataSplits data = Load("", false, ("x", s_x), ("y", Npy.Array("<f8", "(4,)", Npy.Doubles(1.5, 3.5, 5.5, 7.5))));
        Assert.Equal((0, 1), (data.Train.Classes, data.Train.Outputs));
        Dataset train = data.Train.InMemory();
        Assert.All(Enumerable.Range(0, train.Count), i => Assert.Equal(train.Inputs[i, 0] + 0.5, train.Targets[i, 0]));
        Assert.Equal(["1.5", "3.5"], Load("task=classes:test=0.5", false, ("x", s_x), ("y", Npy.Array("<f8", "(4,)", Npy.Doubles(1.5, 3.5, 1.5,
            3.5)))).Train.ClassNames);
        Assert.Equal(0, Load("task=regression", false, ("x", s_x), ("y", s_y)).Train.Classes);
    }

    /// <summary>Two images of 1×2 pixels in three colours, channels last: pixel by pixel r g b. Inside, channels are first: r r g g b b; bytes are divided by
    /// 255.</summary>
    [Fact]
    public void Images_are_brought_into_channel_order()
    {
        byte[] y = Npy.Array("|u1", "(4,)", [0, 1, 0, 1]);
        byte[] pixels = [.. Enumerable.Repeat(new byte[] { 51, 102, 153, 204, 255, 0 }, 4).SelectMany(image => image)];
        DataSplits last = Load("test=0.5:layout=hwc", false, ("x", Npy.Array("|u1", "(4, 1, 2, 3)", pixels)), ("y", y));
        Assert.Equal(new ImageShape(3, 1, 2), last.Train.Shape);
        Assert.Equal([0.2, 0.8, 0.4, 1, 0.6, 0], last.Train.InMemory().Inputs.ToArray()[..6], (a, b) => Math.Abs(a - b) < 1e-7);
    }

    [Theory]
    [InlineData("(4, 3, 2, 1)", "", "does not show where the channels")]
    [InlineData("(4, 2, 3, 3)", "", "3×2×3")]
    [InlineData("(4, 3, 2, 5)", "", "3×2×5")]
    [InlineData("(4, 3, 2, 1)", "layout=chw", "3×2×1")]
    [InlineData("(4, 3, 2, 1)", "layout=hwc", "1×3×2")]
    [InlineData("(4, 5, 2, 4)", "", "does not show where the channels")]
    [InlineData("(4, 5, 2)", "", "1×5×2")]
    public void Channels_are_where_the_axes_or_the_setting_say(string shape, string settings, string expected)
    {
        int count = shape.Trim('(', ')').Split(", ").Aggregate(1, (product, side) => product * int.Parse(side,
            System.Globalization.CultureInfo.InvariantCulture));
        string text;
        try
        {
            string form = settings + (settings.Length > 0 ? ":" : "") + "test=0.5";
            text = $"{Load(form, false, ("x", Npy.Array("|u1", shape, new byte[count])), ("y", s_y)).Train.Shape}";
        }
        catch (Exception error) when (error is ArgumentException or DatasetException)
        {
            text = error.Message;
        }

        Assert.Contains(expected, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("|O", "are Python objects, and reading those would run code of the file")]
    [InlineData(">f4", "are big-endian. Save them as x.astype('<f4')")]
    [InlineData("<c8", "are complex numbers")]
    [InlineData("<M8[ns]", "are times")]
    [InlineData("<f16", "elements of the type <f16 are not read")]
    public void Other_elements_are_refused_by_name(string type, string message) =>
        Refused(message, ("x", Npy.Array(type, "(4, 2)", new byte[8])), ("y", s_y));

    [Fact]
    public void Odd_files_are_refused()
    {
        Refused("has no array 'x' of inputs. It has a, y.", ("a", s_x), ("y", s_y));
        Refused("has no array 'x' of inputs. It has none.");
        Refused("x has 4 samples, y has 2", ("x", s_x), ("y", Npy.Array("<i8", "(2,)", Npy.Longs(1, 2))));
        Refused("has x_test and no y_test", ("x", s_x), ("y", s_y), ("x_test", s_x));
        Refused("is shorter than its header says", ("x", s_x[..^1]), ("y", s_y));
        Refused("is longer than its header says", ("x", [.. s_x, 0]), ("y", s_y));
        Refused("is no array of numpy", ("x", [1, 2, 3]), ("y", s_y));
        Refused("is of version 4", ("x", [.. s_x[..6], 4, .. s_x[7..]]), ("y", s_y));
        Refused("number 1 of sample 1, counted from 0, is not finite", ("x", Npy.Array("<f4", "(4, 2)", Npy.Floats(1, 2, 3, float.NaN, 5, 6, 7, 8))), ("y",
            s_y));
        Refused("sample 0, counted from 0, has NaN", ("x", s_x), ("y", Npy.Array("<f4", "(4,)", Npy.Floats(float.NaN, 1, 2, 3))));
        Refused("expected numbers, [n, features]", ("x", Npy.Array("<f4", "()", Npy.Floats(1))), ("y", s_y));
        Refused("expected a class or numbers for each sample", ("x", s_x), ("y", Npy.Array("<f4", "(2, 2, 1)", Npy.Floats(1, 2, 3, 4))));
        Refused("the class '9' is there to test and not to train", ("x", s_x), ("y", s_y), ("x_test", s_x), ("y_test", Npy.Array("<i8", "(4,)", Npy.Longs(3, 9,
            3, 3))));
        using var folder = new TempFolder();
        string path = folder.Write("t.npz", [.. "no archive"u8]);
        Assert.Contains("is no .npz", Assert.Throws<DatasetException>(() => Entry($"npz:'{path}'").Load()).Message, StringComparison.Ordinal);
    }

    /// <summary>One bit of the last element, in the archive itself: of a stored array nothing but the checksum shows it.</summary>
    [Theory]
    [InlineData("x")]
    [InlineData("y")]
    public void A_flipped_bit_is_seen_by_the_checksum(string array)
    {
        using var folder = new TempFolder();
        byte[] archive = Npy.Zip(false, ("x", s_x), ("y", s_y)), content = array == "x" ? s_x : s_y;
        archive[archive.AsSpan().IndexOf(content) + content.Length - (array == "x" ? 3 : 8)] ^= 4;
        string path = folder.Write("t.npz", archive);
        Assert.Contains($"t.npz, {array} is not what was written: its checksum is ", Assert.Throws<DatasetException>(
            () => Entry($"npz:'{path}':test=0.5").Load()).Message, StringComparison.Ordinal);
    }

    /// <summary>2⁶³ and 2⁶³ + 1, and 2⁵³ and 2⁵³ + 1 with a sign, are one number in double precision.</summary>
    [Fact]
    public void Large_whole_numbers_stay_apart()
    {
        DataSplits data = Load("test=0.5", false, ("x", s_x), ("y", Npy.Array("<u8", "(4,)",
            [.. new[] { 1UL << 63, (1UL << 63) + 1, 1UL << 63, (1UL << 63) + 1 }.SelectMany(BitConverter.GetBytes)])));
        Assert.Equal(["9223372036854775808", "9223372036854775809"], data.Train.ClassNames);
        Assert.Equal([(1, 2, 0), (3, 4, 1), (5, 6, 0), (7, 8, 1)], Samples(data).Order());
        long one = -(1L << 53);
        Assert.Equal(["-9007199254740993", "-9007199254740992"], Load("", false, ("x_train", s_x), ("y_train", Npy.Array("<i8", "(4,)",
            Npy.Longs(one, one - 1, one, one))), ("x_test", s_x), ("y_test", Npy.Array("<i8", "(4,)", Npy.Longs(one - 1, one, one, one)))).Train.ClassNames);
    }

    private static void Refused(string message, params (string, byte[])[] arrays) =>
        Assert.Contains(message, Assert.Throws<DatasetException>(() => Load("test=0.5", false, arrays)).Message, StringComparison.Ordinal);

    private static DataSplits Load(string settings, bool compressed, params (string Name, byte[] Array)[] arrays)
    {
        using var folder = new TempFolder();
        string path = folder.Write("t.npz", Npy.Zip(compressed, arrays));
        return Entry($"npz:'{path}'{(settings.Length == 0 ? "" : ":" + settings)}").Load(new() { Folder = "/nowhere" });
    }

    private static DataEntry Entry(string text)
    {
        using Catalog<DataEntry>.Scope sets = DataCatalog.With(NpzFiles.Entry).Use();
        return DataCatalog.Find(text);
    }

    private static IEnumerable<(int, int, int)> Samples(DataSplits data) => new[] { data.Train, data.Test }.SelectMany(part =>
        Enumerable.Range(0, part.Count).Select(i => ((int)part.InMemory().Inputs[i, 0], (int)part.InMemory().Inputs[i, 1], part.InMemory().Labels![i])));
}
