using Apical.Probes;

namespace Apical.Papers.Meulemans2019;

/// <summary>A figure with learning curves of the student–teacher task: methods side by side, several replicates each.</summary>
internal abstract class StudentTeacherExperiment : Experiment
{
    public sealed override Citation Paper => Meulemans2019Paper.Citation;

    public sealed override IReadOnlyList<ISetting> Settings =>
        [Runs, Epochs, new Told("network, minibatches", $"{At(1).Widths}; {At(1).BatchesPerEpoch} of {At(1).BatchSize} an epoch", Source),
            .. StudentTeacher.Common, .. Own, .. Methods.SelectMany(method => method.Settings)];

    /// <summary>Where size and duration stand.</summary>
    protected abstract string Source { get; }

    /// <summary>Replicates.</summary>
    protected abstract Setting<int> Runs { get; }

    /// <summary>Epochs.</summary>
    protected abstract Setting<int> Epochs { get; }

    /// <summary>The curves.</summary>
    protected abstract IReadOnlyList<TargetMethod> Methods { get; }

    /// <summary>Settings beside those that all have.</summary>
    protected virtual IReadOnlyList<ISetting> Own => [];

    /// <summary>What is measured beside the losses.</summary>
    protected virtual IReadOnlyList<IProbe> Probes => [];

    /// <summary>The task, for a number of epochs.</summary>
    protected abstract StudentTeacher At(int epochs);

    /// <summary>The task for one method.</summary>
    protected virtual StudentTeacher For(TargetMethod method, int epochs) => At(epochs);

    public sealed override IReadOnlyList<Job> Jobs(Setup setup) =>
    [
        .. from run in Enumerable.Range(1, Runs.At(setup.Scale))
           from method in Methods
           select new Job(method.Name, run, context => For(method, Epochs.At(setup.Scale)).Train(context, method, [.. Probes])),
    ];

    public sealed override Outcome Conclude(Setup setup, Results results)
    {
        var curves = new LearningCurves(results, Methods);
        return Conclude(setup, results, curves) is var outcome ? outcome with { Notes = [.. outcome.Notes, .. Unstable(results, curves)] } : outcome;
    }

    /// <summary>Claims and figure.</summary>
    protected abstract Outcome Conclude(Setup setup, Results results, LearningCurves curves);

    private IEnumerable<string> Unstable(Results results, LearningCurves curves)
    {
        string[] bad =
        [
            .. from method in Methods
               let count = curves.Unstable(method.Name)
               let failed = results.Failed(method.Name)
               where count.Unstable + failed > 0
               select $"{method.Name} {count.Unstable + failed} of {count.All + failed}",
        ];
        yield return bad.Length == 0
            ? "No run ended above the loss with which it began; none failed. The thesis's code drew failed runs anew; here they are counted."
            : $"Runs that ended above the loss with which they began, or failed: {string.Join(", ", bad)}. They are counted, where the thesis's code drew "
                + "failed runs anew and its text says which outliers it left out.";
    }
}
