namespace Apical.Papers.Demirbilek2021;

/// <summary>Figure 3.4: backpropagation and direct feedback alignment with adaptive optimizers.</summary>
internal sealed class Fig34Optimizers : Experiment
{
    private static readonly (string Name, string Optimizer, Fixed<double> Bp, Fixed<double> Dfa, double? BpPublished, double? DfaPublished)[] s_optimizers =
    [
        ("SGD", "sgd", Rates.BpSgd, Rates.DfaSgd, 0.766, 0.684),
        ("momentum", "momentum", Rates.BpMomentum, Rates.DfaMomentum, null, null),
        ("NAG", "nag", Rates.BpMomentum, Rates.DfaMomentum, null, null),
        ("Adagrad", Rates.Adagrad, Rates.BpAdagrad, Rates.DfaAdagrad, 0.769, 0.732),
        ("Adadelta", Rates.Adadelta, Rates.BpAdadelta, Rates.DfaAdadelta, 0.803, 0.774),
        ("RMSProp", Rates.RmsProp, Rates.BpRmsProp, Rates.DfaRmsProp, 0.806, 0.779),
        ("Adam", Rates.Adam, Rates.BpAdam, Rates.DfaAdam, 0.729, 0.738),
    ];

    private static readonly string[] s_adaptive = ["Adagrad", "Adadelta", "RMSProp"];

    public override string Id => "demirbilek2021/fig3.4";

    public override string Title => "BP and DFA on the parity of three digits with seven optimizers";

    public override Rules.Citation Paper => Demirbilek2021Paper.Citation;

    public override IReadOnlyList<Need> Needs => [Need.Mnist];

    public override Duration Takes => new(1.2, 35);

    public override IReadOnlyList<ISetting> Settings =>
        [.. ParityTask.Common, ParityTask.Epochs, Rates.Forms, .. s_optimizers.SelectMany(o => new[] { o.Bp, o.Dfa }).Distinct()];

    public override IReadOnlyList<Job> Jobs(Setup setup) => [.. ParityTask.Jobs(setup, Methods(), 3, ParityTask.Epochs.At(setup.Scale))];

    public override Outcome Conclude(Setup setup, Results results)
    {
        double Of(string rule, string optimizer) => ParityTask.Accuracy(setup, results, $"{rule} {optimizer}").Mean;
        double Gain(string rule) => s_adaptive.Average(optimizer => Of(rule, optimizer)) - Of(rule, "SGD");
        string[] names = [.. s_optimizers.Select(o => o.Name)];
        return new(
        [
            .. from rule in new[] { "DFA", "BP" }
               from optimizer in new[] { "Adadelta", "RMSProp" }
               select ParityTask.Better(setup, results, $"{rule} {optimizer}", $"{rule} SGD", "improve the final accuracy significantly"),
            ParityTask.Above("adaptive methods (Adagrad, Adadelta, RMSProp) add more to DFA than to BP", "help DFA more than BP", Gain("DFA"), Gain("BP")),
            ParityTask.Above("the gap between BP and DFA is smaller with RMSProp than with SGD: SGD's against it", "much smaller than with plain SGD",
                Of("BP", "SGD") - Of("DFA", "SGD"), Of("BP", "RMSProp") - Of("DFA", "RMSProp")),
            .. Methods().Where(m => m.Published is not null && m.Optimizer != Rates.Adam)
                .SelectMany(m => ParityTask.AsPublished(setup, results, m.Group, m.Group, m.Published!.Value)),
        ],
        [
            new Picture("Adaptive methods", "Final test accuracy of BP and DFA for the parity of three digits, by optimizer.")
            {
                Charts = [ParityTask.Bars("", setup, results, names, ("BP", [.. names.Select(n => $"BP {n}")]), ("DFA", [.. names.Select(n => $"DFA {n}")]))],
                Columns = 1,
            },
        ])
        {
            Notes =
            [
                "No claim on Adam's published numbers (BP 0.729, DFA 0.738): the released code corrects its bias by the number of the epoch, "
                    + "which is another optimizer. Ours counts steps.",
                "The released Adadelta accumulates the moves after they were scaled by the learning rate; ours, as PyTorch's, before.",
            ],
        };
    }

    private static IEnumerable<Method> Methods() => s_optimizers.SelectMany(o => new[]
    {
        new Method($"BP {o.Name}", "bp", o.Optimizer, o.Bp) { Published = o.BpPublished },
        new Method($"DFA {o.Name}", "dfa", o.Optimizer, o.Dfa) { Published = o.DfaPublished },
    });
}
