namespace Apical.Tests.Data;

public sealed class ContentHashTests
{
    [Fact]
    public void Any_number_and_any_label_counts()
    {
        string Hash(double number = 4, int label = 1, Precision precision = Precision.Single)
        {
            var set = new Dataset("s", Matrix.Of(2, 2, [1, 2, 3, number], precision), OneHot.Encode([0, label], 2, precision: precision), [0, label], 2);
            return ContentHash.Of(new(set, null, set.Take(1)));
        }

        Assert.Matches("^[0-9a-f]{32}$", Hash());
        Assert.Equal(Hash(), Hash(precision: Precision.Double));
        Assert.Equal(4, new[] { Hash(), Hash(number: 4.5), Hash(label: 0), Hash(number: double.NaN) }.Distinct().Count());
    }

    [Fact]
    public void Numbers_that_are_learned_count_and_so_does_where_parts_end()
    {
        var x = Matrix.Of(3, 1, [1, 2, 3]);
        var a = new Dataset("s", x, Matrix.Of(3, 1, [1, 2, 3]));
        var b = new Dataset("s", x, Matrix.Of(3, 1, [1, 2, 4]));
        Assert.NotEqual(ContentHash.Of(new(a, null, a)), ContentHash.Of(new(b, null, b)));
        Assert.NotEqual(ContentHash.Of(new(a.Take(2), null, a.Select([2]))), ContentHash.Of(new(a.Take(1), null, a.Select([1, 2]))));
    }

    [Fact]
    public void A_set_that_is_not_in_memory_has_its_labels_and_some_inputs_looked_at()
    {
        var pixels = new PixelBlock([.. Enumerable.Range(0, 300).Select(i => (byte)i)], 1);
        string Hash(int[] labels)
        {
            var set = new ImageSamples("s", new(1, 1, 1), pixels, labels, ["a", "b"]);
            return ContentHash.Of(new(set, null, set));
        }

        int[] labels = new int[300];
        string before = Hash(labels);
        labels[299] = 1;
        Assert.NotEqual(before, Hash(labels));
    }
}
