using Apical.Data;

namespace Apical.Papers.Lillicrap2016;

/// <summary>Rows of a table that are trained on a user's own files, as notes 6 and 7 have them; skipped without the files.</summary>
internal abstract class OwnData : Experiment
{
    private static readonly Setting<int?> s_samples = MnistRow.SamplesOf("training samples", "the note");

    /// <summary>The data set.</summary>
    protected abstract string Set { get; }

    /// <summary>The rows.</summary>
    protected abstract IReadOnlyList<MnistRow> Rows { get; }

    public sealed override Citation Paper => Lillicrap2016Paper.Citation;

    public sealed override IReadOnlyList<Need> Needs => [new Need(Set, null)];

    public sealed override IReadOnlyList<ISetting> Settings =>
        [MnistRow.Runs, s_samples, MnistRow.Common, MnistRow.Schedule, .. Rows.SelectMany(row => row.Settings)];

    public sealed override IReadOnlyList<Job> Jobs(Setup setup)
    {
        if (!setup.Has(Set))
        {
            return [];
        }

        var data = new Lazy<DataSplits>(() => Rows[0].Recipe(setup, s_samples).LoadData());
        return
        [
            .. from run in Enumerable.Range(1, MnistRow.Runs.At(setup.Scale))
               from row in Rows
               select new Job(row.Name, run, context => context.Train(row.Recipe(setup, s_samples), data.Value)) { Cost = row.Cost },
        ];
    }

    public sealed override Outcome Conclude(Setup setup, Results results)
    {
        if (!setup.Has(Set))
        {
            string files = string.Join(", ", DataCatalog.Find(Set).OwnFiles);
            return Outcome.Skip(
                $"the files of {Set} are not there, and cannot be fetched for you: put {files} into a folder and say with --data-dir where "
                    + $"it is ('apical data info {Set}')");
        }

        Spread Error(MnistRow row) => TestErrors.Last(results, row.Name);
        double[] places = [.. Enumerable.Range(0, Rows.Count).Select(i => (double)i)];
        return new(
            [.. Rows.Select(row =>
                Claim.AtMost($"{row.Name} ({row.Net}): test error", $"{row.Published} %", Error(row).Mean, row.Bound, " %", row.Published, Error(row).Sd))],
            [
                new Picture("Test error", "Last epoch, mean and standard deviation over runs, beside the published number.")
                {
                    Charts =
                    [
                        new(
                            "", new("") { Categories = [.. Rows.Select(row => row.Name)] }, new("test error (%)"),
                            [Series.Of("ours", places, [.. Rows.Select(Error)], Mark.Bar),
                                new("published", Mark.Bar, places, [.. Rows.Select(row => row.Published)])]),
                    ],
                    Columns = 1,
                },
            ]);
    }
}
