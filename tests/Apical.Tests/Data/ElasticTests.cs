namespace Apical.Tests.Data;

public sealed class ElasticTests
{
    [Theory]
    [InlineData(Precision.Single)]
    [InlineData(Precision.Double)]
    public void Alpha_0_is_the_identity(Precision precision)
    {
        ISamples images = DigitImages.Load(1, 30, 10, precision: precision).Train;
        Batch plain = images.Batches(30, new Rng(1)).Draw(0);
        Batch distorted = new ElasticImages(images, images.Shape!.Value, new() { Alpha = 0 }).Batches(30, new Rng(1)).Draw(0);
        Assert.Equal(plain.X.ToArray(), distorted.X.ToArray());
        Assert.Equal(plain.Labels.ToArray(), distorted.Labels.ToArray());
    }

    /// <summary>Smoothed noise has the mean 0 and the sd α / (√12 √π σ), in the corner as in the middle.</summary>
    [Theory]
    [InlineData(34, 4)]
    [InlineData(10, 2)]
    public void Displacements_have_the_spread_that_the_formula_says_everywhere(double alpha, double sigma)
    {
        const int draws = 3000;
        var field = new ElasticField(new() { Alpha = alpha, Sigma = sigma }, 20, 14);
        var rng = new Rng(2);
        int[] places = [0, 13, 140 + 7, (20 * 14) - 1];
        double[] sums = new double[2 * places.Length], squares = new double[2 * places.Length];
        for (int draw = 0; draw < draws; draw++)
        {
            field.Draw(rng);
            for (int p = 0; p < places.Length; p++)
            {
                double dx = field.Dx[places[p]], dy = field.Dy[places[p]];
                (sums[2 * p], sums[(2 * p) + 1]) = (sums[2 * p] + dx, sums[(2 * p) + 1] + dy);
                (squares[2 * p], squares[(2 * p) + 1]) = (squares[2 * p] + (dx * dx), squares[(2 * p) + 1] + (dy * dy));
            }
        }

        double sd = alpha / (Math.Sqrt(12) * Math.Sqrt(Math.PI) * sigma);
        for (int i = 0; i < sums.Length; i++)
        {
            Assert.Equal(0, sums[i] / draws, 5 * sd / Math.Sqrt(draws));
            Assert.Equal(sd, Math.Sqrt(squares[i] / draws), 5 * sd / Math.Sqrt(2 * draws));
        }
    }

    /// <summary>On an image whose value is its column (or row), linear interpolation gives the displaced column itself.</summary>
    [Fact]
    public void Pixels_take_the_value_at_the_displaced_place()
    {
        const int height = 12, width = 16;
        var field = new ElasticField(new() { Alpha = 20, Sigma = 3 }, height, width);
        field.Draw(new Rng(3));
        double[] columns = [.. Enumerable.Range(0, height * width).Select(i => (double)(i % width))],
            rows = [.. Enumerable.Range(0, height * width).Select(i => (double)(i / width))];
        double[] u = new double[columns.Length], v = new double[columns.Length];
        field.Distort<double>(columns, u);
        field.Distort<double>(rows, v);
        for (int i = 0; i < u.Length; i++)
        {
            Assert.Equal(Math.Clamp(columns[i] + field.Dx[i], 0, width - 1), u[i], 1e-5);
            Assert.Equal(Math.Clamp(rows[i] + field.Dy[i], 0, height - 1), v[i], 1e-5);
        }
    }

    [Fact]
    public void Neighbours_move_together_and_distant_pixels_do_not()
    {
        // the correlation of smoothed noise at the distance r is exp(−r² / 4σ²)
        const double sigma = 3;
        var field = new ElasticField(new() { Alpha = 1, Sigma = sigma }, 8, 40);
        var rng = new Rng(4);
        double square = 0, near = 0, far = 0;
        for (int draw = 0; draw < 4000; draw++)
        {
            field.Draw(rng);
            square += field.Dx[100] * field.Dx[100];
            near += field.Dx[100] * field.Dx[103];
            far += field.Dx[81] * field.Dx[81 + 20];
        }

        Assert.Equal(Math.Exp(-9 / (4 * sigma * sigma)), near / square, 0.05);
        Assert.Equal(0, far / square, 0.08);
    }

    [Fact]
    public void Every_image_of_every_step_is_distorted_by_itself_and_resume_gives_the_same()
    {
        DataSplits splits = ElasticImages.Of(DigitImages.Load(1, 40, 10), new());
        IBatchSource unbroken = splits.Training.Batches(16, new Rng(5)), resumed = splits.Training.Batches(16, new Rng(5));
        double[][] all = [.. Enumerable.Range(0, 7).Select(step => unbroken.Draw(step).X.ToArray())];
        Assert.Equal(all[5], resumed.Draw(5).X.ToArray());
        Assert.Equal(all[2], resumed.Draw(2).X.ToArray());
        Assert.NotEqual(all[2], splits.Training.Batches(16, new Rng(6)).Draw(2).X.ToArray());

        double[] ramp = [.. Enumerable.Range(0, 144).Select(i => (double)(i % 12))];
        var same = new Dataset("same", Matrix.Of([ramp, ramp]), new Matrix(2, 1), shape: new ImageShape(1, 12, 12));
        Batch batch = new ElasticImages(same, same.Shape!.Value, new()).Batches(2, new Rng(7)).Draw(0);
        Assert.NotEqual(Enumerable.Range(0, 144).Select(i => batch.X[i, 0]), Enumerable.Range(0, 144).Select(i => batch.X[i, 1]));
    }

    [Fact]
    public void Drawing_allocates_nothing()
    {
        IBatchSource source = ElasticImages.Of(DigitImages.Load(1, 40, 10), new()).Training.Batches(16, new Rng(8));
        long least = long.MaxValue;                     // of several rounds: scratch of other tests on this thread may be made anew in one of them
        for (int round = 0; round < 5; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (long step = 0; step < 9; step++)
            {
                _ = source.Draw(step);
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }

    [Fact]
    public void Is_read_as_it_is_written()
    {
        Assert.Equal(new Elastic(), Elastic.Parse("elastic"));
        Elastic some = Elastic.Parse("elastic:sigma=5:alpha=20.5");
        Assert.Equal((20.5, 5), (some.Alpha, some.Sigma));
        Assert.Equal(some, Elastic.Parse(some.ToString()));
        Assert.All(["", "plastic", "elastic:beta=1", "elastic:alpha", "elastic:alpha=x"], text => Assert.Throws<ArgumentException>(() => Elastic.Parse(text)));
        Assert.Equal("elastic:alpha=-1: Expected 0 or more.", Assert.Throws<ArgumentException>(() => Elastic.Parse("elastic:alpha=-1")).Message);
        Assert.Throws<ArgumentException>(() => ElasticImages.Of(DataCatalog.Find("moons").Load(), new()));
    }
}
