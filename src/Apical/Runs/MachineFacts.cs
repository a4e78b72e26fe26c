using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Text;
using System.Text.Json.Nodes;

namespace Apical.Runs;

/// <summary>What a run was computed on, as far as its numbers and times depend on it. No host or user name.</summary>
/// <param name="Dotnet">Runtime, such as <c>.NET 10.0.1</c>.</param>
/// <param name="Os">Operating system and its version.</param>
/// <param name="Architecture">Processor architecture, such as <c>X64</c>.</param>
/// <param name="Cpu">Processor name; <c>unknown</c> where it cannot be found out.</param>
/// <param name="Cores">Logical processors this process may use.</param>
/// <param name="VectorBits">Width of the widest vectors the processor computes with: 128, 256 or 512 bits; 0 without.</param>
public sealed record MachineFacts(string Dotnet, string Os, string Architecture, string Cpu, int Cores, int VectorBits)
{
    /// <summary>The machine this process runs on.</summary>
    public static MachineFacts Current() => new(
        RuntimeInformation.FrameworkDescription, RuntimeInformation.OSDescription, RuntimeInformation.ProcessArchitecture.ToString(),
        CpuName() ?? "unknown", Environment.ProcessorCount, WidestVector());

    /// <summary>
    /// What is to be said where work that began there goes on here: another width of vectors rounds otherwise. Null where the same bits come of it.
    /// </summary>
    /// <param name="there">Where it was before.</param>
    /// <param name="what">The folder of the work.</param>
    public string? Unlike(MachineFacts there, string what)
    {
        ArgumentNullException.ThrowIfNull(there);
        return (there.Architecture, there.VectorBits) == (Architecture, VectorBits) ? null
            : $"{what} was computed on {there.Cpu} with vectors of {there.VectorBits} bits ({there.Architecture}), and goes on on {Cpu} with {VectorBits} "
                + $"({Architecture}): the last digits can differ from those of a run that never moved.";
    }

    internal JsonObject ToJson() => new()
    {
        ["dotnet"] = Dotnet,
        ["os"] = Os,
        ["architecture"] = Architecture,
        ["cpu"] = Cpu,
        ["cores"] = Cores,
        ["vectorBits"] = VectorBits,
    };

    internal static MachineFacts FromJson(JsonFields json) => new(
        json.Text("dotnet"), json.Text("os"), json.Text("architecture"), json.Text("cpu"), json.Whole("cores", 0), json.Whole("vectorBits", 0));

    private static int WidestVector() =>
        Vector512.IsHardwareAccelerated || Avx512F.IsSupported ? 512 :
        Vector256.IsHardwareAccelerated ? 256 :
        Vector128.IsHardwareAccelerated ? 128 : 0;

    private static string? CpuName() => X86Base.IsSupported ? BrandString() : OperatingSystem.IsLinux() ? LinuxModelName() : null;

    /// <summary>x86 processors tell their name in three CPUID leaves of 16 characters each.</summary>
    private static string? BrandString()
    {
        const int first = unchecked((int)0x8000_0002);
        if ((uint)X86Base.CpuId(unchecked((int)0x8000_0000), 0).Eax < 0x8000_0004)
        {
            return null;
        }

        Span<int> registers = stackalloc int[12];
        for (int leaf = 0; leaf < 3; leaf++)
        {
            (registers[4 * leaf], registers[4 * leaf + 1], registers[4 * leaf + 2], registers[4 * leaf + 3]) = X86Base.CpuId(first + leaf, 0);
        }

        string name = Encoding.ASCII.GetString(MemoryMarshal.AsBytes(registers)).Trim('\0', ' ');
        return name.Length == 0 ? null : name;
    }

    private static string? LinuxModelName()
    {
        const string cpuInfo = "/proc/cpuinfo";
        string? line = !File.Exists(cpuInfo) ? null
            : File.ReadLines(cpuInfo).FirstOrDefault(l => l.StartsWith("model name", StringComparison.OrdinalIgnoreCase));
        return line?[(line.IndexOf(':') + 1)..].Trim();
    }
}
