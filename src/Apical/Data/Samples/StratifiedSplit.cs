using System.Globalization;

namespace Apical.Data;

/// <summary>Draws which samples are for testing, of each class the same share.</summary>
public static class StratifiedSplit
{
    /// <summary>The class of samples that are in no part.</summary>
    public const int LeftOut = -1;

    /// <summary>Which samples are for testing: of a class of n samples round(share · n), and never all, so that one sample is to train with.</summary>
    /// <param name="labels">Class of each sample, or <see cref="LeftOut"/>.</param>
    /// <param name="names">Name of each class; the draw of a class hangs on its name and its samples, so that a class more changes no other.</param>
    /// <param name="share">In (0, 1).</param>
    /// <param name="rng">Draws, from a fork for each class.</param>
    public static bool[] Tested(ReadOnlySpan<int> labels, IReadOnlyList<string> names, double share, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(rng);
        if (!(share > 0 && share < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(share), share, "Expected a share between 0 and 1.");
        }

        var tested = new bool[labels.Length];
        var samples = new List<int>[names.Count];
        for (int i = 0; i < labels.Length; i++)
        {
            if (labels[i] != LeftOut)
            {
                (samples[labels[i]] ??= []).Add(i);
            }
        }

        for (int label = 0; label < names.Count; label++)
        {
            if (samples[label] is { } some)
            {
                int count = Math.Min((int)Math.Round(share * some.Count, MidpointRounding.AwayFromZero), some.Count - 1);
                foreach (int place in rng.Fork(names[label]).Permutation(some.Count).AsSpan(0, count))
                {
                    tested[some[place]] = true;
                }
            }
        }

        return tested;
    }

    /// <summary>The numbers of the samples of both parts, each part in a random order, so that its first so many are a sample of it.</summary>
    /// <param name="labels">The classes.</param>
    /// <param name="share">In (0, 1).</param>
    /// <param name="seed">Draws both.</param>
    /// <param name="where">What was read, for the message.</param>
    /// <exception cref="DatasetException">A part is empty.</exception>
    public static (int[] Train, int[] Test) Of(ClassLabels labels, double share, int seed, string where)
    {
        ArgumentNullException.ThrowIfNull(labels);
        bool[] tested = Tested(labels.Of, labels.Names, share, new Rng((ulong)seed).Fork("split"));
        var (train, test) = Shuffled(labels.Of, i => tested[i], seed);
        return train.Length > 0 && test.Length > 0 ? (train, test) : throw new DatasetException(
            $"{where}: of {train.Length + test.Length} samples {train.Length} are to train and {test.Length} to test with, for each class gives a share of "
            + $"{share.ToString(CultureInfo.InvariantCulture)}, rounded, and keeps one at least to train. "
            + "A class needs two samples or more; of those a larger share is test=0.5.");
    }

    /// <summary>The same where the parts are given: the first so many samples are to train with.</summary>
    /// <param name="labels">The classes.</param>
    /// <param name="train">Samples to train with.</param>
    /// <param name="seed">Draws the orders.</param>
    public static (int[] Train, int[] Test) Of(ClassLabels labels, int train, int seed)
    {
        ArgumentNullException.ThrowIfNull(labels);
        return Shuffled(labels.Of, i => i >= train, seed);
    }

    private static (int[] Train, int[] Test) Shuffled(int[] labels, Func<int, bool> isTested, int seed)
    {
        var (train, test) = (new List<int>(labels.Length), new List<int>());
        foreach (int i in new Rng((ulong)seed).Fork("order").Permutation(labels.Length))
        {
            if (labels[i] != LeftOut)
            {
                (isTested(i) ? test : train).Add(i);
            }
        }

        return ([.. train], [.. test]);
    }
}
