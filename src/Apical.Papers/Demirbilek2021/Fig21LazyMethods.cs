namespace Apical.Papers.Demirbilek2021;

/// <summary>Figure 2.1: trained networks and lazy methods on the parity of one and of three digits.</summary>
internal sealed class Fig21LazyMethods : Experiment
{
    public static readonly Setting<int> Epochs = new("epochs", 20, 5, "chapter 3");
    public static readonly Fixed<double> Adadelta = new("learning rate, Adadelta", 0.18, "released code (PyTorch's Adadelta)");
    public static readonly Fixed<double> Sgd = new("learning rate, SGD", 0.13, "released code (PyTorch's SGD)");
    public static readonly Fixed<double> Lazy = new("learning rate, lazy methods with Adadelta", 0.05, "released code");

    private const double Chance = 0.5;
    private static readonly (string Name, bool IsLazy, string Rule, string Optimizer, Fixed<double> Rate)[] s_methods =
    [
        ("Adadelta", false, "bp", "adadelta", Adadelta), ("SGD", false, "bp", "sgd", Sgd), ("NTK", true, "ntk", "adadelta", Lazy),
        ("Gaussian features", true, "gaussian-features", "adadelta", Lazy), ("ReLU features", true, "relu-features", "adadelta", Lazy),
        ("linear features", true, "linear-features", "adadelta", Lazy),
    ];

    public override string Id => "demirbilek2021/fig2.1";

    public override string Title => "Trained networks and lazy methods on the parity of one and of three digits";

    public override Rules.Citation Paper => Demirbilek2021Paper.Citation;

    public override IReadOnlyList<Need> Needs => [Need.Mnist];

    public override Duration Takes => new(0.7, 20);

    public override IReadOnlyList<ISetting> Settings => [.. ParityTask.Common, Epochs, Adadelta, Sgd, Lazy];

    public override IReadOnlyList<Job> Jobs(Setup setup) =>
        [.. new[] { 1, 3 }.SelectMany(k =>
            ParityTask.Jobs(setup, s_methods.Select(m => new Method(Group(m.Name, k), m.Rule, m.Optimizer, m.Rate)), k, Epochs.At(setup.Scale)))];

    public override Outcome Conclude(Setup setup, Results results)
    {
        double[] Of(int k, bool lazy) => [.. s_methods.Where(m => m.IsLazy == lazy).Select(m => ParityTask.Accuracy(setup, results, Group(m.Name, k)).Mean)];
        bool paper = setup.Scale == Scale.Paper;
        return new(
        [
            Claim.AtLeast("k=1: every method learns (the worst of six)", "all the methods succeed", Of(1, true).Concat(Of(1, false)).Min(), 0.8),
            ParityTask.Above("k=1: both trained networks are better than all lazy methods", "slightly outperformed", Of(1, false).Min(), Of(1, true).Max()),
            setup.OrderAtQuick(
                Claim.AtLeast("k=3: both trained networks learn (the worse of two)", "almost 80 %", Of(3, false).Min(), paper ? 0.74 : 0.58, published: 0.8)),
            Claim.AtMost("k=3: no lazy method goes beyond guessing (the best of four)", "50 %", Of(3, true).Max(), 0.55, published: Chance),
        ],
        [
            new Picture("Parity of digits",
                "Test accuracy for the parity of digits, in networks of which all is trained and by lazy methods. a: of one digit. b: of three.")
            {
                Charts = [.. new[] { 1, 3 }.Select(k => ParityTask.Courses($"k = {k}", results, s_methods.Select(m => (Group(m.Name, k), m.Name))))],
            },
        ])
        {
            Notes = ["NTK is the gated linear unit of the released code: W x ⊙ sigmoid(G x), G fixed."],
        };
    }

    private static string Group(string name, int k) => $"{name}, k={k}";
}
