using System.Globalization;

namespace Apical.Cluster;

/// <summary>Who started this process as one of several ranks, as the environment tells.</summary>
/// <param name="Name">Its name, for people.</param>
/// <param name="Libraries">Where the MPI that it speaks may be, the first that is there counts.</param>
/// <param name="Size">Ranks that it started; null where it does not say.</param>
public sealed record Launcher(string Name, IReadOnlyList<string> Libraries, int? Size)
{
    /// <summary>The variable that names the library of MPI, where the usual names will not do.</summary>
    public const string LibraryVariable = "APICAL_MPI";

    private static readonly string[] s_openMpi = ["libmpi.so.40", "libmpi.so"], s_mpich = ["libmpich.so.12", "libmpi.so.12", "libmpich.so"];

    /// <summary>Where an MPI may be that nobody started.</summary>
    public static IReadOnlyList<string> AllLibraries { get; } = [.. s_openMpi, .. s_mpich];

    /// <summary>Whether Open MPI's mpirun collects the output, through what looks like a terminal.</summary>
    /// <param name="variable">Looks up an environment variable.</param>
    public static bool CollectsOutput(Func<string, string?> variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        return variable("OMPI_COMM_WORLD_SIZE") is not null;
    }

    /// <summary>Which of how many ranks this process is, without any MPI; null where no mpirun started it.</summary>
    /// <param name="variable">Looks up an environment variable.</param>
    public static (int Rank, int Size)? Place(Func<string, string?> variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        foreach ((string number, string count) in new[]
        {
            ("OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE"), ("PMI_RANK", "PMI_SIZE"), ("PMIX_RANK", "SLURM_STEP_NUM_TASKS"),
        })
        {
            if (int.TryParse(variable(number), NumberStyles.None, CultureInfo.InvariantCulture, out int rank)
                && int.TryParse(variable(count), NumberStyles.None, CultureInfo.InvariantCulture, out int size) && rank < size)
            {
                return (rank, size);
            }
        }

        return null;
    }

    /// <summary>How many of the cores that this process sees are its own: the ranks on a machine share them, unless each is bound to some.</summary>
    /// <param name="variable">Looks up an environment variable.</param>
    /// <param name="cores">How many it sees.</param>
    public static int CoresOf(Func<string, string?> variable, int cores)
    {
        if (Place(variable) is not { Size: > 1 } || variable("OMPI_MCA_orte_bound_at_launch") == "1")
        {
            return cores;
        }

        string? slurm = variable("SLURM_STEP_TASKS_PER_NODE")?.Split('(', ',')[0];
        foreach (string? here in new[] { variable("OMPI_COMM_WORLD_LOCAL_SIZE"), variable("MPI_LOCALNRANKS"), slurm })
        {
            if (int.TryParse(here, NumberStyles.None, CultureInfo.InvariantCulture, out int ranks) && ranks > 0)
            {
                return Math.Max(1, cores / ranks);
            }
        }

        return cores;
    }

    /// <summary>
    /// Whether a rank that ends before it has joined the others must do so by a signal: MPICH's mpirun takes its exit code for nothing, and the others would
    /// wait for it for ever.
    /// </summary>
    /// <param name="variable">Looks up an environment variable.</param>
    public static bool EndsBySignal(Func<string, string?> variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        return variable("PMI_RANK") is not null && variable("SLURM_STEP_NUM_TASKS") is null && Place(variable) is (_, > 1);
    }

    /// <summary>The line that starts some ranks.</summary>
    /// <param name="ranks">How many.</param>
    /// <param name="line">What each is to do.</param>
    /// <param name="launcher">What starts them; mpirun unless it is srun.</param>
    public static string Line(int ranks, string line, string launcher = "mpirun") => launcher.StartsWith("srun", StringComparison.Ordinal)
        ? FormattableString.Invariant($"{launcher} -K1 -n {ranks} {line}") : FormattableString.Invariant($"mpirun -np {ranks} --bind-to none {line}");

    /// <summary>The launcher; null where there is none.</summary>
    /// <param name="variable">Looks up an environment variable.</param>
    /// <exception cref="MpiException">Slurm started several tasks, but without an MPI between them.</exception>
    public static Launcher? Of(Func<string, string?> variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        int? Number(string name) => int.TryParse(variable(name), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
        int? slurm = Number("SLURM_STEP_NUM_TASKS");
        string[]? own = variable(LibraryVariable) is { Length: > 0 } path ? [path] : null;

        // Only what launchers set themselves counts; OMPI_… and PMI_… may also hold settings of the user's.
        return Number("OMPI_COMM_WORLD_SIZE") is { } open ? new("mpirun of Open MPI", own ?? s_openMpi, open)
            : variable("PMI_RANK") is not null || variable("PMI_FD") is not null
                ? new(slurm is null ? "mpirun of MPICH" : "srun --mpi=pmi2", own ?? s_mpich, Number("PMI_SIZE") ?? slurm)
            : variable("PMIX_RANK") is not null ? new("srun --mpi=pmix", own ?? s_openMpi, slurm)
            : slurm > 1 ? throw new MpiException(
                $"Slurm started {slurm} tasks without an MPI between them. Use srun --mpi=pmix (Open MPI) or srun --mpi=pmi2 (MPICH).")
            : null;
    }
}
