namespace Apical.Papers.Demirbilek2021;

/// <summary>Figure 3.1: backpropagation and direct feedback alignment with plain gradient descent on the parity of one and of three digits.</summary>
internal sealed class Fig31BpAndDfa : Experiment
{
    private static readonly Method s_bp1 = new("BP, k=1", "bp", "sgd", Rates.BpSgd), s_dfa1 = new("DFA, k=1", "dfa", "sgd", Rates.DfaSgd);
    private static readonly Method s_bp3 = new("BP, k=3", "bp", "sgd", Rates.BpSgd), s_dfa3 = new("DFA, k=3", "dfa", "sgd", Rates.DfaSgd);

    public override string Id => "demirbilek2021/fig3.1";

    public override string Title => "BP and DFA with SGD on the parity of one and of three digits";

    public override Rules.Citation Paper => Demirbilek2021Paper.Citation;

    public override IReadOnlyList<Need> Needs => [Need.Mnist];

    public override Duration Takes => new(0.4, 6);

    public override IReadOnlyList<ISetting> Settings => [.. ParityTask.Common, ParityTask.Epochs, Rates.BpSgd, Rates.DfaSgd];

    public override IReadOnlyList<Job> Jobs(Setup setup)
    {
        int epochs = ParityTask.Epochs.At(setup.Scale);
        return [.. ParityTask.Jobs(setup, [s_bp1, s_dfa1], 1, epochs), .. ParityTask.Jobs(setup, [s_bp3, s_dfa3], 3, epochs)];
    }

    public override Outcome Conclude(Setup setup, Results results)
    {
        double Accuracy(Method method) => ParityTask.Accuracy(setup, results, method.Group).Mean;
        return new(
        [
            ParityTask.Better(setup, results, s_bp1.Group, s_dfa1.Group, "DFA is behind the BP"),
            ParityTask.Better(setup, results, s_bp3.Group, s_dfa3.Group, "DFA always stays behind"),
            ParityTask.Above("the gap between BP and DFA is larger for k=3", "a bit higher than in the k=1 case", Accuracy(s_bp3) - Accuracy(s_dfa3),
                Accuracy(s_bp1) - Accuracy(s_dfa1)),
            setup.OrderAtQuick(
                Claim.AtLeast("DFA learns what lazy methods do not, k=3", "performs much better than lazy methods", Accuracy(s_dfa3), 0.55)),
            .. ParityTask.AsPublished(setup, results, s_bp1.Group, "BP, k=1", 0.988),
            .. ParityTask.AsPublished(setup, results, s_dfa1.Group, "DFA, k=1", 0.9776),
            .. ParityTask.AsPublished(setup, results, s_bp3.Group, "BP, k=3", 0.7637),
            .. ParityTask.AsPublished(setup, results, s_dfa3.Group, "DFA, k=3", 0.6842),
        ],
        [
            new Picture("BP and DFA with SGD", "Test accuracy for the parity of digits. a: of one. b: of three. Mean and standard deviation over runs.")
            {
                Charts =
                [
                    ParityTask.Courses("k = 1", results, (s_bp1.Group, "BP"), (s_dfa1.Group, "DFA")),
                    ParityTask.Courses("k = 3", results, (s_bp3.Group, "BP"), (s_dfa3.Group, "DFA")),
                ],
            },
        ]);
    }
}
