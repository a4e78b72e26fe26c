using Xunit;

namespace Apical.Mutants;

/// <summary>Not a test of anything: keeps the mutated assembly, which Stryker takes back at its end.</summary>
public sealed class KeepTests
{
    [Fact]
    public void TheMutatedAssembly_IsKept()
    {
        string name = Environment.GetEnvironmentVariable("APICAL_MUTATED") ?? "Apical";
        string folder = Environment.GetEnvironmentVariable("APICAL_MUTANTS") ?? Path.GetTempPath();
        File.Copy(Path.Combine(AppContext.BaseDirectory, name + ".dll"), Path.Combine(folder, name + ".dll"), overwrite: true);
    }
}
