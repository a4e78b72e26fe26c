using System.Text.Json.Nodes;
using Apical.Cluster;
using Apical.Data;
using Apical.Learning;
using Apical.Pipelines;
using Apical.Runs;
using Apical.Training;

namespace Apical.Cli.Teams;

/// <summary>The ranks that train one network together. Rank 0 leads: it alone prints and writes; the others do the same in silence.</summary>
internal sealed class Team
{
    private const string Kept = "What the last checkpoint has, where there is one, is kept: go on with --resume.";

    private readonly Ranks _ranks;
    private readonly CancellationTokenSource _stop = new();
    private readonly RankLinks _links;
    private readonly Func<Patience> _wait;
    private DataParallelLearner? _shares;
    private LayerParallelLearner? _stage;
    private bool _agreed;

    private Team(Ranks ranks, TeamPlan plan, Func<Patience> wait) => (_ranks, Plan, _links, _wait) = (ranks, plan, ranks.Links(), wait);

    /// <summary>How the ranks share the work.</summary>
    public TeamPlan Plan { get; }

    /// <summary>How many ranks there are.</summary>
    public int Size => _ranks.Size;

    /// <summary>Whether this is rank 0.</summary>
    public bool Leads => _ranks.Rank == 0;

    /// <summary>What run.json says of it.</summary>
    public JsonObject Record => Plan.Record(Size);

    /// <summary>The line by which as many ranks do something.</summary>
    /// <param name="line">That of one process.</param>
    public string Line(string line) => Launcher.Line(Size, line, _ranks.LauncherName);

    /// <summary>The line by which they go on with a run.</summary>
    /// <param name="path">Its folder.</param>
    public string Resume(string path) => Line(TeamOptions.ResumeByOne(path, Plan));

    /// <summary>Who has which layers, to be told behind the threads; empty where each has all.</summary>
    public string Layers => _stage is null ? "" : " of each rank, layers " + string.Join(", ",
        Enumerable.Range(0, Size).Select(rank => (rank, Of: _stage.Placement[Size - 1 - rank]))
            .Select(one => $"{(one.Of.First == one.Of.Last ? "" : $"{one.Of.First} to ")}{one.Of.Last} on rank {one.rank}"));

    /// <summary>Does what each rank does, and has all of them end when one fails.</summary>
    /// <param name="shell">Of this process.</param>
    /// <param name="plan">How they share the work.</param>
    /// <param name="work">What this rank does.</param>
    /// <exception cref="MpiException">MPI is not there.</exception>
    /// <exception cref="UsageException">There are no ranks.</exception>
    public static int Run(Shell shell, TeamPlan plan, Func<Team, Shell, int> work)
    {
        TimeSpan patience = RankPatience.Of(shell, RankPatience.TenMinutes);
        using Ranks ranks = RankStart.Join(shell, $"train {plan.Options}") ?? throw new UsageException(
            $"{TeamOptions.Name}: no mpirun started this. Start it so: {Launcher.Line(2, $"apical train … {TeamOptions.Name} {plan.Over}")} "
                + "('apical cluster check' says which MPI is there).");
        var team = new Team(ranks, plan, () => new(patience, lost => RankFailure.GiveUp(ranks, shell, lost, Kept)));
        Shell mine = team.Leads ? shell : shell with { Output = new(TextWriter.Null), Error = new(TextWriter.Null) };
        try
        {
            int code = ranks.Code = work(team, mine);
            ranks.Patience?.Dispose();
            if (!team._agreed && code != ExitCode.Done)
            {
                ranks.Abort(code);                      // others may wait for this one
            }
            else
            {
                team._links.Dispose();
            }

            return code;
        }
        catch (DisagreementException error)
        {
            RankFailure.Before(ranks, shell, error);
            throw;
        }
        catch (Exception error)
        {
            return RankFailure.End(ranks, shell, error);
        }
    }

    /// <summary>Makes a learner one of the ranks.</summary>
    /// <param name="learner">Made alike on each.</param>
    /// <param name="recipe">What is trained.</param>
    /// <param name="train">The training set.</param>
    /// <param name="interrupted">Tells that this rank is asked to stop.</param>
    /// <param name="resumes">Whether a run goes on.</param>
    /// <exception cref="UsageException">It cannot be trained by these ranks. (A matter of the line, also where the settings are those of a run.)</exception>
    public ILearner Share(ILearner learner, Recipe recipe, ISamples train, CancellationToken interrupted, bool resumes)
    {
        try
        {
            if (Plan.Over == TeamPlan.Layers)
            {
                return _stage = new LayerParallelLearner(learner, recipe.Rule.Text, _links, new()
                {
                    Stale = Plan.Stale,
                    Micro = Plan.Micro,
                    Stopping = () => interrupted.IsCancellationRequested,
                });
            }

            BatchShares.Require(recipe.Batch, Size, Plan.SameBits, resumes);
            SampleSums.Require(learner, First(train, recipe.Batch), recipe.Rule.Text, Plan.SameBits);
            return _shares = new DataParallelLearner(learner, _ranks, Plan.SameBits, () => interrupted.IsCancellationRequested);
        }
        catch (ArgumentException error)
        {
            throw new UsageException(Problem.Line(error));
        }
    }

    /// <summary>Sees to it that all ranks are about to do the same.</summary>
    /// <param name="settings">All settings.</param>
    /// <param name="data">What is learned from.</param>
    /// <param name="at">Where the training begins or goes on: each rank has it from the checkpoint that it finds.</param>
    /// <exception cref="DisagreementException">They are not.</exception>
    public void Agree(JsonObject settings, DataRecord data, Trainer at)
    {
        Agreement.Require(_ranks, _ranks.Host,
        [
            ("version", CommandLine.Version.Split('\n')[0]),
            ("vectors of bits", $"{MachineFacts.Current().VectorBits}"),
            ("data", $"{data.Set} with checksum {data.Checksum}"),
            ("place to go on from", at.Step == 0 ? "the beginning" : FormattableString.Invariant($"step {at.Step} of a run with checksum {at.Measured}")),
            .. settings.Where(setting => setting.Key is not ("threads" or "dataDir")).Select(setting => (setting.Key, setting.Value?.ToJsonString() ?? "null")),
        ]);
        _agreed = true;
        _ranks.Patience = _wait();                      // until here one may still be loading data, or looking for a rate
    }

    /// <summary>What ends training: one rank that is asked to stop stops all of them, after the same step.</summary>
    /// <param name="run">Watched from here on.</param>
    public CancellationToken Watch(TrainingRun run)
    {
        if (_stage is not null)
        {
            run.Trainer.Callbacks.Insert(0, new StagesTogether(_stage, _stop));
        }
        else
        {
            run.Trainer.Callbacks.Add(new StopTogether(_shares!, _stop));
        }

        return _stop.Token;
    }

    /// <summary>What rank 0 does, without a word and without files.</summary>
    public static int Follow(TrainingRun run, CancellationToken interrupted)
    {
        try
        {
            run.Complete(interrupted);
            run.RequireSense();
            return ExitCode.Done;
        }
        catch (JobFailedException)
        {
            return ExitCode.Failed;
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Stopped;
        }
    }

    private static Batch First(ISamples train, int batch)
    {
        int count = Math.Min(16, Math.Min(batch, train.Count));
        return train.Batches(count, new(1), shuffle: false).Draw(0);
    }
}
