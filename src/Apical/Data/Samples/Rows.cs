using Apical.Numerics;

namespace Apical.Data;

/// <summary>Goes through a set from its first sample to its last, some at a time: for what is found in all of them.</summary>
internal static class Rows
{
    private const int AtOnce = 500;

    /// <summary>Shows all inputs.</summary>
    /// <param name="samples">The set.</param>
    /// <param name="look">Is given some as <c>[some, features]</c>, and all of them at once when they are in memory anyway.</param>
    public static void OfInputs(ISamples samples, Action<Matrix> look)
    {
        if (samples is Dataset { Inputs: var all })
        {
            look(all);
            return;
        }

        Read(samples, samples.Features, look, (some, next, x) =>
        {
            samples.Gather(some, x, null, []);
            samples.Expect(next);
        });
    }

    /// <summary>Shows all targets.</summary>
    /// <param name="samples">The set.</param>
    /// <param name="look">Is given some as <c>[some, outputs]</c>, and all of them at once when they are in memory anyway.</param>
    public static void OfTargets(ISamples samples, Action<Matrix> look)
    {
        if (samples is Dataset { Targets: var all })
        {
            look(all);
            return;
        }

        Read(samples, samples.Outputs, look, (some, _, t) => samples.Gather(some, null, t, []));
    }

    private static void Read(ISamples samples, int height, Action<Matrix> look, Action<int[], int[], Matrix> gather)
    {
        Workspace workspace = Workspace.Current ?? new();
        for (int first = 0; first < samples.Count; first += AtOnce)
        {
            using Workspace.Scope scope = workspace.Enter();
            int[] some = Numbers(first);
            Matrix columns = Workspace.Temporary(height, some.Length, Backend.Cpu(samples.Precision));
            gather(some, Numbers(first + AtOnce), columns);
            look(columns.T.ToMatrix());
        }

        int[] Numbers(int first) => [.. Enumerable.Range(first, Math.Clamp(samples.Count - first, 0, AtOnce))];
    }
}
