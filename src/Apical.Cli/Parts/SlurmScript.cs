using System.Globalization;

namespace Apical.Cli.Parts;

/// <summary>A job script: as a task of an array it does a part, and started by hand it submits itself and the job that gathers.</summary>
/// <param name="command">The command, such as <c>sweep</c>.</param>
/// <param name="plan">How much there is to do.</param>
/// <param name="parts">Tasks of the array.</param>
/// <param name="cores">Cores of each.</param>
internal sealed class SlurmScript(string command, JobPlan plan, int parts, int cores)
{
    private const double Margin = 2;                    // other machines are slower, and other jobs are on them
    private static readonly TimeSpan s_unknown = TimeSpan.FromHours(1), s_least = TimeSpan.FromMinutes(10), s_gathering = TimeSpan.FromMinutes(30),
        s_warning = TimeSpan.FromMinutes(2);

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
            : plan.Source ?? "nothing is known of how long it takes; a task that runs out of time goes on when it is queued again";
        FormattableString script = $$"""
            #!/bin/bash
            # {{plan.Jobs}} jobs in {{parts}} parts of {{cores}} cores. Time: {{known}}.
            #   bash FILE     submits the array, and a job that gathers when all of it has ended
            #   sbatch FILE   submits the array alone: the last part to end concludes
            # Options of sbatch, such as --partition=NAME --account=NAME --mem=8G, stand before FILE (sbatch) or after it (bash), and override what is below;
            # bash gives them to the job that gathers as well, but for --array and what it has itself: its name, time, output and folder, and what it waits for.
            # Submitted again it does only what is missing; single parts with --array=2,5.
            #SBATCH --job-name={{name}}
            #SBATCH --array=1-{{parts}}
            #SBATCH --nodes=1
            #SBATCH --ntasks=1
            #SBATCH --cpus-per-task={{cores}}
            #SBATCH --time={{SlurmTime.Text(time)}}
            #SBATCH --signal=B:USR1@{{warning}}
            #SBATCH --requeue
            #SBATCH --open-mode=append
            #SBATCH --output={{name}}-%A_%a.out
            #SBATCH --chdir="{{Directory}}"

            apical=({{Quoted(Program)}})

            if [ -z "${SLURM_ARRAY_TASK_ID:-}" ]; then
                array=$(sbatch --parsable "$@" "$0") || exit
                array=${array%%;*}
                options=()
                while [ $# -gt 0 ]; do
                    case $1 in
                        --array | -a) [ $# -eq 1 ] || shift ;;
                        --array=* | -a*) ;;
                        *) options+=("$1") ;;
                    esac
                    shift
                done
                printf -v gather '%q ' "${apical[@]}" gather {{Quoted(Gather)}}
                # Of an option that is there twice the last one counts.
                last=$(sbatch --parsable "${options[@]}" --job-name=apical-gather --dependency="afterany:$array" --time={{SlurmTime.Text(s_gathering)}} \
                    --output=apical-gather-%j.out --chdir="{{Directory}}" --wrap="$gather") || exit
                echo "array $array does the parts, job ${last%%;*} gathers; 'squeue --me' shows them"
                exit
            fi

            # Slurm warns before the time is up: then the step is finished and kept, and the task goes back into the queue. A task that is cancelled does not.
            # It is told twice: bash loses a signal to a process that it is just starting.
            work= again= early= later= signalled=1
            tell() {
                signalled=1
                if [ -z "$work" ]; then early=$1; return; fi
                kill -"$1" "$work"
                { sleep 5; kill -"$1" "$work"; } >/dev/null 2>&1 &
                later+=" $!"
            }
            trap 'again=1; tell USR1' USR1
            trap 'tell TERM' TERM
            "${apical[@]}" {{Quoted(Words)}} \
                --threads {{cores}} --part "$SLURM_ARRAY_TASK_ID/{{parts}}" &
            work=$!
            [ -z "$early" ] || tell "$early"
            while [ -n "$signalled" ]; do
                signalled=
                wait "$work"
                code=$?
            done
            [ -z "$later" ] || kill $later 2>/dev/null
            # 75: it has kept what it is at. Killed by the warning: it had not begun to listen, and nothing is lost.
            if [ -n "$again" ] && { [ "$code" -eq 75 ] || [ "$code" -eq $((128 + $(kill -l USR1))) ]; }; then
                scontrol requeue "$SLURM_JOB_ID"
            fi
            exit "$code"

            """;
        return script.ToString(CultureInfo.InvariantCulture).ReplaceLineEndings("\n");
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
