namespace Apical.Papers.Meulemans2019;

/// <summary>Losses and probes of methods over epochs, means taken of logarithms: one run that ends badly then does not hide the others.</summary>
/// <param name="results">What was found.</param>
/// <param name="methods">The methods to show.</param>
internal sealed class LearningCurves(Results results, IReadOnlyList<TargetMethod> methods)
{
    /// <summary>How the curves are averaged.</summary>
    public const string Averaging = "Geometric mean over runs, one standard deviation of the logarithm to either side.";

    /// <summary>Geometric mean over runs of a track at an epoch.</summary>
    public double At(string method, Track track, Index epoch) => Math.Exp(Spread.Of(results.Of(method).Select(found => Math.Log(found[track][epoch]))).Mean);

    /// <summary>Mean over runs of a track, averaged over the epochs.</summary>
    public double MeanOf(string method, Track track) =>
        results.Of(method).Select(found => found[track].Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average()).DefaultIfEmpty(double.NaN).Average();

    /// <summary>Runs that ended, and of them those whose test loss ended above where it began.</summary>
    public (int All, int Unstable) Unstable(string method) =>
        (results.Of(method).Count, results.Of(method).Count(found => found.Last(StudentTeacher.TestLoss) > found[StudentTeacher.TestLoss][0]));

    /// <summary>
    /// Geometric mean of the ratio of test losses, over the runs that failed in neither; runs of one number have teacher, samples and first weights in common.
    /// </summary>
    /// <param name="method">A method.</param>
    /// <param name="other">Another.</param>
    /// <param name="epoch">After which; default after the last.</param>
    public double Ratio(string method, string other, Index? epoch = null) =>
        Math.Exp(Spread.Of(Losses(method, other, epoch ?? ^1).Select(pair => Math.Log(pair.First / pair.Second))).Mean);

    /// <summary>One method ends lower than another.</summary>
    public Claim Lower(string better, string worse, string paper)
    {
        (double First, double Second)[] finals = [.. Losses(better, worse, ^1)];
        return Claim.AtMost(
            $"{better}: final test loss over that of {worse} (lower in {finals.Count(pair => pair.First < pair.Second)} of {finals.Length} runs)", paper,
            Ratio(better, worse), 1);
    }

    /// <summary>Losses, training left and test right, as in the thesis.</summary>
    public Picture Losses(string title) => new(title, $"Mean squared error after each epoch. {Averaging}")
    {
        Charts = [Chart("training", StudentTeacher.TrainLoss, "L2 loss"), Chart("test", StudentTeacher.TestLoss, "L2 loss")],
    };

    /// <summary>A positive track of all methods that have it, on a logarithmic axis.</summary>
    public Chart Chart(string title, Track track, string label) =>
        new(title, new("epoch"), new(label) { Logarithmic = true }, [.. With(track).Select(method => Curve(method.Name, track, Math.Log, Math.Exp))]);

    /// <summary>The cosine of an angle that was measured in degrees.</summary>
    public Chart Cosines(string title, Track track, string label) =>
        new(title, new("epoch"), new(label) { Min = -1, Max = 1 },
            [.. With(track).Select(method => Curve(method.Name, track, degrees => Math.Cos(double.DegreesToRadians(degrees)), x => x))]);

    private IEnumerable<(double First, double Second)> Losses(string first, string second, Index epoch) =>
        results.Pairs(first, second).Select(pair => (pair.First[StudentTeacher.TestLoss][epoch], pair.Second[StudentTeacher.TestLoss][epoch]));

    private IEnumerable<TargetMethod> With(Track track) => methods.Where(method => results.Of(method.Name).Any(found => found.Has(track)));

    private Series Curve(string method, Track track, Func<double, double> before, Func<double, double> after)
    {
        IReadOnlyList<Measurements> runs = results.Of(method);
        int length = runs.Select(found => found[track].Count).DefaultIfEmpty(0).Min();
        Spread[] at = [.. Enumerable.Range(0, length).Select(i => Spread.Of(runs.Select(found => before(found[track][i]))))];
        return new(method, Mark.Line, [.. Enumerable.Range(0, length).Select(i => (double)i)], [.. at.Select(spread => after(spread.Mean))])
        {
            Low = [.. at.Select(spread => after(spread.Mean - Sd(spread)))],
            High = [.. at.Select(spread => after(spread.Mean + Sd(spread)))],
        };

        static double Sd(Spread spread) => double.IsNaN(spread.Sd) ? 0 : spread.Sd;
    }
}
