using System.Globalization;
using System.Numerics;
using Apical.Cluster;

namespace Apical.Cli.Teams;

/// <summary>Whether a batch has a share for each rank; where it has not, what to change, the number of ranks first.</summary>
internal static class BatchShares
{
    private const int Even = DataParallelLearner.EvenShare;

    /// <summary>Sees to it that it has.</summary>
    /// <param name="batch">Samples of a batch.</param>
    /// <param name="ranks">How many ranks there are.</param>
    /// <param name="sameBits">Whether the bits are to be those of one rank.</param>
    /// <param name="resumes">Whether a run goes on, which keeps its settings.</param>
    /// <exception cref="ArgumentException">It has not.</exception>
    public static void Require(int batch, int ranks, bool sameBits, bool resumes = false)
    {
        if (sameBits && (!int.IsPow2(ranks) || batch % (Even * ranks) != 0))
        {
            throw new ArgumentException($"{Obstacle(batch, ranks)}: {string.Join(", or ", Ways(batch, ranks, resumes))}.");
        }

        if (batch < ranks)
        {
            throw new ArgumentException(
                Say($"--batch {batch} has no share for each of {ranks} ranks: start at most {batch}, or give --batch {ranks} or more."));
        }
    }

    private static string Obstacle(int batch, int ranks) => int.IsPow2(ranks)
        ? Say($"With {TeamOptions.SameBitsName} each of {ranks} ranks takes {Even} samples of a batch or a multiple, and --batch is {batch}")
        : Say($"{TeamOptions.SameBitsName} goes with 2, 4, 8, … ranks, and there are {ranks}");

    private static IEnumerable<string> Ways(int batch, int ranks, bool resumes)
    {
        int below = 1 << BitOperations.Log2((uint)ranks), most = (batch & -batch) / Even;           // powers of two; the most ranks that the batch allows
        int[] fit = [.. new[] { Math.Min(most, below), 2 * below }.Where(count => count > 1 && count <= most && (count < ranks || !int.IsPow2(ranks)))];
        if (fit.Length > 0)
        {
            yield return $"start {string.Join(" or ", fit.Select(count => Say($"{count}")))} ranks";
        }

        if (!resumes && (fit.Length == 0 || int.IsPow2(ranks)))
        {
            int share = Even * below, lower = batch / share * share;
            string start = int.IsPow2(ranks) ? "" : Say($"start {below} ranks and ");
            yield return $"{start}give --batch {(lower > 0 && lower < batch ? Say($"{lower} or ") : "")}{Say($"{(batch + share - 1) / share * share}")}";
        }

        yield return resumes ? "go on in one process" : $"leave out {TeamOptions.SameBitsName}";
    }

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
