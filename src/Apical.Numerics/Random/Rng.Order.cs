namespace Apical.Numerics.Random;

/// <content>Random order and selection.</content>
public sealed partial class Rng
{
    /// <summary>Puts the elements into random order, every order equally likely (Fisher and Yates).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (int i = items.Length - 1; i > 0; i--)
        {
            int j = NextInt(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    /// <summary>Fills with 0 … length − 1 in random order.</summary>
    public void FillPermutation(Span<int> destination)
    {
        for (int i = 0; i < destination.Length; i++)
        {
            destination[i] = i;
        }

        Shuffle(destination);
    }

    /// <summary>The numbers 0 … <paramref name="n"/> − 1 in random order.</summary>
    public int[] Permutation(int n)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        int[] order = new int[n];
        FillPermutation(order);
        return order;
    }

    /// <summary><paramref name="k"/> different numbers out of 0 … <paramref name="n"/> − 1, in random order.</summary>
    public int[] Choice(int n, int k)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        if (k < 0 || k > n)
        {
            throw new ArgumentOutOfRangeException(nameof(k), k, $"Expected a number of items in [0, {n}]: {n} items are there to choose from, none twice.");
        }

        // the first k steps of a shuffle that fixes the front
        int[] items = new int[n];
        for (int i = 0; i < n; i++)
        {
            items[i] = i;
        }

        for (int i = 0; i < k; i++)
        {
            int j = i + NextInt(n - i);
            (items[i], items[j]) = (items[j], items[i]);
        }

        return items[..k];
    }
}
