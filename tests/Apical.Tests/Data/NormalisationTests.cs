using System.Text.Json;

namespace Apical.Tests.Data;

public sealed class NormalisationTests
{
    /// <summary>Feature 0: 1, 2, 3, 6 with mean 3 and variance (4+1+0+9)/4 = 3.5. Feature 1 is always 5.</summary>
    private static Dataset Train(Precision precision = Precision.Double) => Make("train", precision, [1, 5], [2, 5], [3, 5], [6, 5]);

    private static Dataset Make(string name, Precision precision, params double[][] rows) =>
        new(name, Matrix.Of(rows, precision), new Matrix(rows.Length, 1, precision));

    [Fact]
    public void Each_feature_gets_mean_0_and_sd_1_and_a_constant_one_0()
    {
        Normalisation fitted = Normalisation.Fit(NormalisationMethod.Feature, Train());
        double[] x = fitted.Apply(Train()).Inputs.ToArray();
        double sd = Math.Sqrt(3.5);
        double[] expected = [-2 / sd, 0, -1 / sd, 0, 0, 0, 3 / sd, 0];
        Assert.All(expected.Zip(x), pair => Assert.Equal(pair.First, pair.Second, 1e-15));
        Assert.Equal(1, fitted.Record.ConstantFeatures);
    }

    /// <summary>Values the training part never saw there must not become infinite.</summary>
    [Fact]
    public void A_feature_that_was_constant_in_training_stays_0_in_the_test_part() =>
        Assert.Equal(0, Normalisation.Fit(NormalisationMethod.Feature, Train()).Apply(Make("test", Precision.Double, [3, 77])).Inputs[0, 1]);

    /// <summary>All eight inputs: mean (12 + 20)/8 = 4, variance (9+4+1+4 + 4·1)/8 = 2.75.</summary>
    [Fact]
    public void The_whole_set_gets_mean_0_and_sd_1()
    {
        Normalisation fitted = Normalisation.Fit(NormalisationMethod.Whole, Train());
        double[] x = fitted.Apply(Train()).Inputs.ToArray();
        double[] expected = [.. new double[] { 1, 5, 2, 5, 3, 5, 6, 5 }.Select(v => (v - 4) / Math.Sqrt(2.75))];
        Assert.All(expected.Zip(x), pair => Assert.Equal(pair.First, pair.Second, 1e-15));
        Assert.Equal(4, fitted.Record.Mean, 1e-15);
        Assert.Equal(Math.Sqrt(2.75), fitted.Record.Sd, 1e-15);
    }

    [Fact]
    public void Ranges_reach_their_ends()
    {
        Dataset train = Train();
        double[] x = Normalisation.Fit(NormalisationMethod.Range(-0.9, 0.9), train).Apply(train).Inputs.ToArray();
        Assert.Equal(-0.9, x.Min());
        Assert.Equal(0.9, x.Max(), 1e-15);
        Assert.Equal(-0.9 + 1.8 * 0.8, x[1], 1e-15);

        x = Normalisation.Fit(NormalisationMethod.Unit, train).Apply(train).Inputs.ToArray();
        Assert.Equal([0, 0.8, 0.2, 0.8, 0.4, 0.8, 1, 0.8], x.Select(v => Math.Round(v, 14)));
    }

    [Fact]
    public void All_parts_are_normalised_by_what_is_found_in_the_training_part()
    {
        var data = new DataSplits(Train(), Make("validation", Precision.Double, [11, 5]), Make("test", Precision.Double, [-4, 5]));
        DataSplits unit = data.Normalised(NormalisationMethod.Unit, out Normalisation fitted);
        Assert.Equal("train", fitted.Record.FittedTo);
        Assert.Equal(2, unit.Validation!.InMemory().Inputs[0, 0], 1e-15);
        Assert.Equal(-1, unit.Test.InMemory().Inputs[0, 0], 1e-15);
    }

    [Theory]
    [InlineData("whole")]
    [InlineData("feature")]
    [InlineData("range:-1,1")]
    public void Constant_inputs_do_not_become_nan(string method)
    {
        Dataset constant = Make("constant", Precision.Single, [3, 3], [3, 3]);
        Assert.All(Normalisation.Fit(NormalisationMethod.Parse(method), constant).Apply(constant).Inputs.ToArray(), x => Assert.True(double.IsFinite(x)));
    }

    /// <summary>A large offset: the deviations are formed before they are squared, so nothing cancels.</summary>
    [Fact]
    public void A_large_mean_does_not_spoil_the_spread()
    {
        Dataset shifted = Make("shifted", Precision.Double, [1e9 + 1], [1e9 + 2], [1e9 + 3], [1e9 + 6]);
        Assert.Equal(Math.Sqrt(3.5), Normalisation.Fit(NormalisationMethod.Whole, shifted).Record.Sd, 1e-9);
    }

    [Fact]
    public void Single_precision_differs_by_rounding_only()
    {
        double[] single = Normalisation.Fit(NormalisationMethod.Feature, Train(Precision.Single)).Apply(Train(Precision.Single)).Inputs.ToArray();
        double[] precise = Normalisation.Fit(NormalisationMethod.Feature, Train()).Apply(Train()).Inputs.ToArray();
        Assert.Equal(precise.Select(x => (double)(float)x), single);
    }

    [Fact]
    public void None_changes_nothing()
    {
        Dataset train = Train();
        Assert.Same(train, Normalisation.Fit(NormalisationMethod.None, train).Apply(train));
    }

    [Fact]
    public void What_cannot_be_normalised_is_refused()
    {
        DatasetException error = Assert.Throws<DatasetException>(() =>
            Normalisation.Fit(NormalisationMethod.Whole, Make("bad", Precision.Single, [1, 2], [1, double.NaN])));
        Assert.StartsWith("bad: feature 1 holds a value that is not finite", error.Message, StringComparison.Ordinal);
        Assert.Throws<DatasetException>(() => Normalisation.Fit(NormalisationMethod.Whole, Train().Take(0)));

        ArgumentException wrong = Assert.Throws<ArgumentException>(() =>
            Normalisation.Fit(NormalisationMethod.Whole, Train()).Apply(Make("wide", Precision.Double, [1, 2, 3])));
        Assert.StartsWith("The normalisation was fitted to the 2 features of train, wide has 3.", wrong.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("none", "none")]
    [InlineData("whole", "whole")]
    [InlineData("Pixel", "feature")]
    [InlineData("unit", "unit")]
    [InlineData("range:0,1", "unit")]
    [InlineData("range:-0.9,0.9", "range:-0.9,0.9")]
    public void Methods_are_read_and_written(string text, string written) => Assert.Equal(written, NormalisationMethod.Parse(text).ToString());

    [Theory]
    [InlineData("zscore")]
    [InlineData("range:1,0")]
    [InlineData("range:1")]
    [InlineData("range:a,b")]
    [InlineData("range:0,Infinity")]
    public void Other_methods_are_refused_with_those_there_are(string text)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => NormalisationMethod.Parse(text));
        Assert.Contains($"'{text}'", error.Message, StringComparison.Ordinal);
        Assert.Matches("none, unit, whole, feature \\(pixel\\), range:LOW,HIGH|range:LOW,HIGH|low < high|is not a number", error.Message);
    }

    [Fact]
    public void The_record_survives_json()
    {
        NormalisationRecord record = Normalisation.Fit(NormalisationMethod.Range(-0.9, 0.9), Train()).Record;
        Assert.Equal(record, JsonSerializer.Deserialize<NormalisationRecord>(JsonSerializer.Serialize(record)));
        Assert.Equal(("range:-0.9,0.9", "train", 4, 1.0, 6.0), (record.Method, record.FittedTo, record.Samples, record.Min, record.Max));
    }
}
