namespace Apical.Cluster;

/// <summary>The constants of an MPI. Handles are addresses in Open MPI and numbers in MPICH; both fit into a native integer.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="World">The communicator of all ranks.</param>
/// <param name="Byte">The type of bytes.</param>
/// <param name="Float">The type of single precision.</param>
/// <param name="Sum">The operation that sums.</param>
/// <param name="ErrorsReturn">Errors are codes, and do not end the program.</param>
internal sealed unsafe record MpiFlavour(string Name, nint World, nint Byte, nint Float, nint Sum, nint ErrorsReturn)
{
    private const string OpenMpi = "Open MPI";

    /// <summary>Longest text of an error or a host: 512 and 256 in the two.</summary>
    public const int LongestText = 1024;

    /// <summary>Longest name of a version: 8192 in MPICH.</summary>
    public const int LongestVersion = 16_384;

    /// <summary>What starts ranks that speak it.</summary>
    public string StartedBy => Name == OpenMpi ? "the mpirun of Open MPI, or srun --mpi=pmix" : "the mpirun of MPICH, or srun --mpi=pmi2";

    /// <summary>Says that what is sent lies where what is received goes.</summary>
    public void* InPlace => (void*)(Name == OpenMpi ? 1 : -1);

    /// <summary>What a library is: decided by what it holds, not by the environment.</summary>
    /// <param name="export">The address of a symbol; null where there is none.</param>
    public static MpiFlavour Of(Func<string, nint?> export)
    {
        nint Handle(string name) => export(name) ?? throw new MpiException($"The MPI library has no {name}. Expected Open MPI 3 to 5, or MPICH 3 or 4.");
        return export("ompi_mpi_comm_world") is { } world
            ? new(OpenMpi, world, Handle("ompi_mpi_byte"), Handle("ompi_mpi_float"), Handle("ompi_mpi_op_sum"), Handle("ompi_mpi_errors_return"))
            : new("MPICH", 0x44000000, 0x4c00010d, 0x4c00040a, 0x58000003, 0x54000001);
    }
}
