using System.Runtime.InteropServices;

namespace Apical.Cluster;

/// <summary>
/// Keeps the signals by which .NET notices null references and the like. UCX, over which MPICH and many Open MPIs talk, takes them for itself while it is
/// loaded; a null reference that is caught would then end the process.
/// </summary>
internal sealed unsafe partial class SignalGuard : IDisposable
{
    private const int Room = 512;                       // struct sigaction has 152 bytes on Linux

    private static readonly int[] s_signals = [4, 7, 8, 11];        // SIGILL, SIGBUS, SIGFPE, SIGSEGV

    private readonly byte[] _saved = new byte[s_signals.Length * Room];

    /// <summary>Remembers who has the signals.</summary>
    public SignalGuard() => Each(save: true);

    /// <summary>Gives them back.</summary>
    public void Dispose() => Each(save: false);

    private void Each(bool save)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        fixed (byte* saved = _saved)
        {
            for (int i = 0; i < s_signals.Length; i++)
            {
                byte* place = saved + (i * Room);
                _ = SigAction(s_signals[i], save ? null : place, save ? place : null);
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "sigaction")]
    private static partial int SigAction(int signal, byte* action, byte* old);
}
