namespace Apical.Training;

/// <summary>
/// Successive halving (Jamieson and Talwalkar 2016): all combinations of a <see cref="Sweep"/> begin, after some epochs the better half of them goes on to
/// twice as many, and so on; the last go on to the end. Each rule is halved by itself, so that every rule comes to the end with some.
/// </summary>
/// <remarks>It is decided when all runs have come to the same epoch, so nothing hangs on threads or on which run is first.</remarks>
public sealed record Halving
{
    /// <summary>A third go on with 3, and so on.</summary>
    /// <param name="factor">By what the number of combinations is divided, and the number of epochs multiplied. At least 2.</param>
    public Halving(int factor = 2)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(factor, 2);
        Factor = factor;
    }

    /// <summary>By what the number of combinations is divided, and the number of epochs multiplied.</summary>
    /// <value>Default 2.</value>
    public int Factor { get; }

    /// <summary>How often it is decided who goes on: as often as combinations and epochs can be divided, ⌊log min(combinations, epochs)⌋.</summary>
    /// <param name="combinations">Combinations of a rule.</param>
    /// <param name="epochs">Epochs of a whole run.</param>
    public int Rounds(int combinations, int epochs)
    {
        int rounds = 0;
        for (long power = Factor; power <= Math.Min(combinations, epochs); power *= Factor)
        {
            rounds++;
        }

        return rounds;
    }

    /// <summary>The epoch to which runs come in a round: ⌈epochs / factor^(rounds − round)⌉.</summary>
    /// <param name="round">From 0; the round behind the last decision, number <paramref name="rounds"/>, goes to the end.</param>
    /// <param name="rounds">How often it is decided.</param>
    /// <param name="epochs">Epochs of a whole run.</param>
    public int Epochs(int round, int rounds, int epochs)
    {
        for (; round < rounds; round++)
        {
            epochs = Share(epochs);     // ⌈⌈e/f⌉/f⌉ = ⌈e/f²⌉
        }

        return epochs;
    }

    /// <summary>How many go on: the share, rounded up.</summary>
    /// <param name="combinations">How many there are still.</param>
    public int Keeps(int combinations) => Share(combinations);

    private int Share(int of) => (of + Factor - 1) / Factor;
}
