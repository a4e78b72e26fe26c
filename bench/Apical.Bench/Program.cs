using System.Globalization;
using Apical.Bench;
using Apical.Numerics.Backends;
using Apical.Numerics.Matrices;

// Our matrix products beside those of oneDNN and OpenBLAS, alternating in one run:
//   dotnet run -c Release --project bench/Apical.Bench -- [--threads 1,2] [--seconds S] [--rounds N] [--json FILE]
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (!Settings.TryRead(args, out Settings settings, out string problem))
{
    Console.Error.WriteLine(problem);
    return 2;
}

if (settings.Equilibrium)
{
    EquilibriumCase.Run(settings.Seconds, settings.Threads[0]);
    return 0;
}

if (settings.Online)
{
    OnlineCase.Run(settings.Seconds);
    return 0;
}

// Libraries read their threads and kernels from the environment when they load, so each number of threads gets a process of its own.
if (!Child.IsOne)
{
    return Child.RunAll(settings);
}

int threads = settings.Threads[0];
using var pool = new WorkerPool(threads);
IReadOnlyList<Referee> referees = Referee.Installed(Console.Error);
double peak = PeakPerformance.Measure(threads);
Console.WriteLine($"{threads} thread{(threads == 1 ? "" : "s")}; peak of multiply-adds in registers: {peak:F0} GFLOP/s");
Console.WriteLine();
Console.WriteLine($"| layer | product | Apical, GFLOP/s | of peak |{string.Concat(referees.Select(r => $" {r.Name} |"))}");
Console.WriteLine($"|---|---|---|---|{string.Concat(referees.Select(_ => "---|"))}");
List<ContestResult> results = [];
foreach (Shape shape in Shape.All)
{
    foreach (ContestResult result in new Contest(shape, referees, pool, settings.Seconds).Run(settings.Rounds, threads, peak))
    {
        results.Add(result);
        Console.WriteLine($"| {result.Layer} | {result.Product} | {result.Apical:F0} | {100 * result.ShareOfPeak:F0} % |{string.Concat(referees.Select(r => $" {result.Referees[r.Name]:F0} |"))}");
    }
}

Console.WriteLine();
Child.Report(results);
return 0;
