using System.Globalization;
using System.Text;

namespace Apical.Cli.Parts;

/// <summary>A job script: as a task of an array it does a part, and started by hand it submits itself and the job that gathers.</summary>
/// <param name="command">The command, such as <c>sweep</c>.</param>
/// <param name="plan">How much there is to do.</param>
/// <param name="parts">Tasks of the array.</param>
/// <param name="cores">Cores of each.</param>
internal sealed class SlurmScript(string command, JobPlan plan, int parts, int cores)
{
    private const double Margin = 2;                    // other machines are slower, and other jobs are on them
    private static readonly TimeSpan s_unknown = TimeSpan.FromHours(1), s_least = TimeSpan.FromMinutes(10), s_warning = TimeSpan.FromMinutes(2);

    /// <summary>How Apical is started.</summary>
    public required IReadOnlyList<string> Program { get; init; }

    /// <summary>The command line, without threads and part.</summary>
    public required IReadOnlyList<string> Words { get; init; }

    /// <summary>What gathers: the words after <c>gather</c>.</summary>
    public required IReadOnlyList<string> Gather { get; init; }

    /// <summary>Where it is carried out.</summary>
    public required string Directory { get; init; }

    /// <summary>The time limit that was asked for; null for one from what is known.</summary>
    public TimeSpan? Time { get; init; }

    /// <summary>The script.</summary>
    public string Text()
    {
        TimeSpan time = Time ?? Estimate();
        int warning = (int)Math.Min(s_warning.TotalSeconds, Math.Max(1, time.TotalSeconds / 4));
        string name = $"apical-{command}", known = Time is not null ? "as asked for"
            : plan.Source is null ? "nothing is known of how long it takes; a task that runs out of time goes on when it is queued again" : plan.Source;
        var text = new StringBuilder();
        void Line(string line) => text.Append(line).Append('\n');
        Line("#!/bin/bash");
        Line(string.Create(CultureInfo.InvariantCulture, $"# {plan.Jobs} jobs in {parts} parts of {cores} cores. Time: {known}."));
        Line("#   bash FILE     submits the array, and a job that gathers when all of it has ended");
        Line("#   sbatch FILE   submits the array alone: the last part to end concludes");
        Line("# Both take options of sbatch before FILE (sbatch) or after it (bash), such as --partition=NAME --account=NAME --mem=8G; they override the lines below.");
        Line("# Submitted again it does only what is missing; single parts with --array=2,5.");
        Line($"#SBATCH --job-name={name}");
        Line(string.Create(CultureInfo.InvariantCulture, $"#SBATCH --array=1-{parts}"));
        Line("#SBATCH --nodes=1");
        Line("#SBATCH --ntasks=1");
        Line(string.Create(CultureInfo.InvariantCulture, $"#SBATCH --cpus-per-task={cores}"));
        Line($"#SBATCH --time={SlurmTime.Text(time)}");
        Line(string.Create(CultureInfo.InvariantCulture, $"#SBATCH --signal=B:USR1@{warning}"));
        Line("#SBATCH --requeue");
        Line("#SBATCH --open-mode=append");
        Line($"#SBATCH --output={name}-%A_%a.out");
        Line($"#SBATCH --chdir=\"{Directory}\"");
        Line("");
        Line($"apical=({Quoted(Program)})");
        Line("");
        Line("if [ -z \"${SLURM_ARRAY_TASK_ID:-}\" ]; then");
        Line("    array=$(sbatch --parsable \"$@\" \"$0\") || exit");
        Line("    array=${array%%;*}");
        Line($"    printf -v gather '%q ' \"${{apical[@]}}\" gather {Quoted(Gather)}");
        Line($"    last=$(sbatch --parsable --job-name=apical-gather --dependency=\"afterany:$array\" --time={SlurmTime.Text(s_least * 3)} --output=apical-gather-%j.out \\");
        Line($"        --chdir=\"{Directory}\" \"$@\" --wrap=\"$gather\") || exit");
        Line("    echo \"array $array does the parts, job ${last%%;*} gathers; 'squeue --me' shows them\"");
        Line("    exit");
        Line("fi");
        Line("");
        Line($"\"${{apical[@]}}\" {Quoted(Words)} \\");
        Line(string.Create(CultureInfo.InvariantCulture, $"    --threads {cores} --part \"$SLURM_ARRAY_TASK_ID/{parts}\" &"));
        Line("work=$! again= signalled=1");
        Line("# Slurm warns before the time is up: then the step is finished and kept, and the task goes back into the queue. Who cancels it does not want it back.");
        Line("trap 'again=1 signalled=1; kill -USR1 \"$work\"' USR1");
        Line("trap 'signalled=1; kill -TERM \"$work\"' TERM");
        Line("while [ -n \"$signalled\" ]; do");
        Line("    signalled=");
        Line("    wait \"$work\"");
        Line("    code=$?");
        Line("done");
        Line("if [ \"$code\" -eq 75 ] && [ -n \"$again\" ]; then");
        Line("    scontrol requeue \"$SLURM_JOB_ID\"");
        Line("fi");
        Line("exit \"$code\"");
        return text.ToString();
    }

    // The jobs of a part are done side by side, and none faster than by itself.
    private TimeSpan Estimate()
    {
        if (plan.Seconds is not { } seconds)
        {
            return s_unknown;
        }

        double each = Math.Max(plan.Longest, seconds / (parts * Math.Min(cores, (double)plan.Jobs / parts)));
        TimeSpan time = TimeSpan.FromMinutes(Math.Ceiling(Margin * each / 60));
        return time > s_least ? time : s_least;
    }

    private static string Quoted(IEnumerable<string> words) => string.Join(' ', words.Select(CommandWords.Quoted));
}
