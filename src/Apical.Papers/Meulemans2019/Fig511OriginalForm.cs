using Apical.Networks;
using Apical.Parameters;

namespace Apical.Papers.Meulemans2019;

/// <summary>Figure 5.11: the decoder of the first papers, g = s(Q ·), cannot invert f.</summary>
internal sealed class Fig511OriginalForm : Experiment
{
    internal static readonly Track Reconstruction = new("reconstruction");
    private const int Every = 25;
    private const double Conditioning = 0.4;

    private static readonly Fixed<int> s_iterations = new("iterations", 2000, "figure 5.11");
    private static readonly Fixed<double[]> s_rates = new("rate, first and last", [0.002, 0.0001], "figure 5.11");
    private static readonly Fixed<int> s_batch = new("batch", 8, "figure 5.11");
    private static readonly Told s_form =
        new("f, g", FormattableString.Invariant($"tanh(W h_1), tanh(Q h_2); h_1 white noise; W, Q normal with σ_min σ_max > {Conditioning}"),
            "(5.46), (5.47); released code");
    private static readonly (string Name, int N1, int N2)[] s_shapes = [("contracting 5, 3", 5, 3), ("equal 5, 5", 5, 5), ("expanding 3, 5", 3, 5)];

    public override string Id => "meulemans2019/fig5.11";

    public override string Title => "The original form of the feedback mapping never reconstructs, whatever the layers";

    public override Citation Paper => Meulemans2019Paper.Citation;

    public override Duration Takes => new(0.05, 0.1);

    public override IReadOnlyList<ISetting> Settings => [InverseCurves.Runs, s_iterations, s_rates, s_batch, s_form];

    public override IReadOnlyList<Job> Jobs(Setup setup) =>
        [.. from run in Enumerable.Range(1, InverseCurves.Runs.At(setup.Scale))
            from shape in s_shapes
            select new Job(shape.Name, run, context => Learn(context, shape.N1, shape.N2))];

    public override Outcome Conclude(Setup setup, Results results) => new(
        [
            .. s_shapes.Select(shape => Claim.AtLeast(
                $"{shape.Name}: reconstruction error at the end over the start", "does not go to zero", InverseCurves.Left(results, shape.Name, Reconstruction),
                InverseCurves.Reached)),
        ],
        [
            new("Reconstruction error of the original form", "‖g(f(h_1)) − h_1‖, mean over 25 iterations, median over runs.")
            {
                Charts = [InverseCurves.Chart(results, "", "‖g(f(h)) − h‖", Reconstruction, s_shapes.Select(shape => (shape.Name, shape.Name)), Every)],
                Columns = 1,
            },
        ])
    {
        Notes =
        [
            "With white noise at h_1 the decoder's tanh cannot reach a third of the values, those beyond ±1, however good Q is; "
                + "the thesis's argument, that an autoencoder without a hidden layer has too few parameters, is another.",
            "\"Zero\" is read as a tenth of the start.",
        ],
    };

    /// <summary>One replicate: the library's decoder learns from white noise.</summary>
    internal static Measurements Learn(JobContext context, int n1, int n2)
    {
        var network = Network.Dense($"{n1}-{n1}-{n2}", context.Rng.Fork("W"), Activation.Tanh, Loss.SquaredError, Activation.Tanh,
            Initialiser.Conditioned(Conditioning), bias: false, precision: Precision.Double);
        var decoder = new LearnedDecoder(network, context.Rng.Fork("Q"), new() { Initialiser = Initialiser.Conditioned(Conditioning) });
        Matrix Q = decoder.Feedback[0].Value, h = new(n1, s_batch.Value, Precision.Double);
        Rng noise = context.Rng.Fork("noise");
        var workspace = new Workspace();
        var found = new Measurements();
        double sum = 0;
        for (int i = 0; i < s_iterations.Value; i++)
        {
            using Workspace.Scope scope = workspace.Enter();
            h.FillNormal(noise);

            // h_1 is the noise itself, in place of what layer 1 would say.
            var pass = new Pass(network);
            network.ForwardFrom(1, h, pass);
            sum += decoder.Of(pass, 1, pass.H[2]).Minus(h).ColumnSumsOfSquares().Sqrt().Mean() / Every;
            if ((i + 1) % Every == 0)
            {
                found.Add(Reconstruction, JobContext.Finite(sum, "Q"));
                sum = 0;
            }

            var updates = new Updates();
            decoder.Learn(pass, new Moment(i), updates);
            double eta = s_rates.Value[0] + ((s_rates.Value[1] - s_rates.Value[0]) * i / s_iterations.Value);
            Q.AddScaled(-eta, updates.GradientOf(decoder.Feedback[0].Parameter)!);
        }

        return found;
    }
}
