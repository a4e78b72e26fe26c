namespace Apical.Papers.Demirbilek2021;

/// <summary>Figure 3.2: direct feedback alignment catches up with backpropagation when it is trained longer, and its feedback aligns.</summary>
internal sealed class Fig32LongDfa : Experiment
{
    public static readonly Setting<int> Long = new("epochs of DFA", 50, 20, "section 3.1");
    public static readonly Setting<int> Short = new("epochs of BP", 20, 8, "section 3.1");

    private static readonly Method s_dfa = new("DFA", "dfa", "sgd", Rates.DfaSgdLong), s_bp = new("BP", "bp", "sgd", Rates.BpSgd);

    public override string Id => "demirbilek2021/fig3.2";

    public override string Title => "DFA reaches BP when it is trained longer, and its feedback aligns";

    public override Rules.Citation Paper => Demirbilek2021Paper.Citation;

    public override IReadOnlyList<Need> Needs => [Need.Mnist];

    public override Duration Takes => new(0.4, 6);

    public override IReadOnlyList<ISetting> Settings => [.. ParityTask.Common, Long, Short, Rates.BpSgd, Rates.DfaSgdLong];

    public override IReadOnlyList<Job> Jobs(Setup setup) =>
        [.. ParityTask.Jobs(setup, [s_dfa], 3, Long.At(setup.Scale), [new AlignmentProbe()]), .. ParityTask.Jobs(setup, [s_bp], 3, Short.At(setup.Scale))];

    public override Outcome Conclude(Setup setup, Results results)
    {
        double dfa = ParityTask.Accuracy(setup, results, "DFA").Mean, bp = ParityTask.Accuracy(setup, results, "BP").Mean;
        IReadOnlyList<Spread> course = results.Curve("DFA", TrainingJob.TestAccuracy), cosine = results.Curve("DFA", AlignmentProbe.Feedback);
        return new(
        [
            Claim.AtMost("DFA reaches BP: by how much its accuracy is lower", "similar performance; 0.732 against 0.764", bp - dfa, 0.05, published: 0.032),
            ParityTask.Above($"DFA goes on learning after epoch {Short.At(setup.Scale)}", "it reaches BP after 50 epochs, not after 20", dfa,
                course[Short.At(setup.Scale)].Mean),
            ParityTask.Above("B and W₂ᵀ align: cosine in the end against the start", "0.54 in the end", cosine[^1].Mean, cosine[0].Mean + 0.1),
            .. ParityTask.AsPublished(setup, results, "DFA", "DFA, 50 epochs", 0.7319),
        ],
        [
            new Picture("DFA trained longer",
                "a: test accuracy for the parity of three digits; dashed: BP, which stops earlier. b: cosine of B and W₂ᵀ.")
            {
                Charts =
                [
                    Dashed(ParityTask.Courses("test accuracy", results, ("DFA", "DFA"), ("BP", "BP"))),
                    ParityTask.Course("alignment", "cos(B, W₂ᵀ)", AlignmentProbe.Feedback, results, ("DFA", "DFA")),
                ],
            },
        ]);
    }

    private static Chart Dashed(Chart chart) => chart with { Series = [chart.Series[0], chart.Series[1] with { Dashed = true }] };
}
