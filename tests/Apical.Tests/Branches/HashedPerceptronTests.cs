using Apical.Branches;

namespace Apical.Tests.Branches;

/// <summary>The hashed perceptron by its definition: worked by hand, and in plain loops.</summary>
public sealed class HashedPerceptronTests
{
    private static readonly int[] s_lengths = [0, 3, 4, 6, 8, 10, 14, 19, 26, 36, 49, 67, 91, 125, 170, 232];

    [Fact]
    public void Needs_a_sum_of_one()
    {
        var hashed = new HashedPerceptron(8);
        Assert.False(Steps.One(hashed, 7, true));                        // sum 0
        Assert.Equal((16 * 256 * 8) + 232 + 22, hashed.Bits);
        Assert.EndsWith("1111", Steps.Foretold(hashed, 7, new string('t', 300)));
    }

    [Fact]
    public void Ten_steps_worked_by_hand()
    {
        // Tables of 16 weights, so histories are cut into pieces of four; T0 looks back 0 outcomes, T1 3, T2 4, T3 6, T4 8, T5 10 and so on.
        // H is the history, newest last and therefore in the lowest bit. θ = 10 throughout: there are fewer than 18 misses.
        var hashed = new HashedPerceptron(4);
        Assert.False(Steps.One(hashed, 0, true));      // all at 0: sum 0. Wrong: all T[0] = 1.                                   H 1
        Assert.True(Steps.One(hashed, 0, true));       // T0[0] = 1, others at 0001: sum 1. Weak: T0[0] = 2, T1..[1] = 1.           H 11
        Assert.True(Steps.One(hashed, 0, false));      // T0[0] = 2, others at 0011: sum 2. Wrong: T0[0] = 1, T1..[3] = −1.         H 110
        Assert.True(Steps.One(hashed, 6, true));       // T0[6] = 0, others at 0110 xor 0110 = 0: sum 15. Right and strong.         H 1101
        Assert.False(Steps.One(hashed, 6, false));     // T0[6] = 0, T1 at 101 xor 110 = 3: −1, others at 1101 xor 0110 = 11: 0. Sum −1.
                                                       // Weak: T0[6] = −1, T1[3] = −2, T2..[11] = −1.                              H 1 1010
        Assert.False(Steps.One(hashed, 0, true));      // T0[0] = 1, T1 at 010 and T2 at 1010: 0, T3.. at 1010 xor 1 = 11: −13. Sum −12.
                                                       // Wrong: T0[0] = 2, T1[2] = T2[10] = 1, T3..[11] = 0.                       H 11 0101
        Assert.True(Steps.One(hashed, 0, false));      // T0[0] = 2, T1 and T2 at 5, T3.. at 0101 xor 11 = 6: 0. Sum 2.
                                                       // Wrong: T0[0] = 1, T1[5] = T2[5] = T3..[6] = −1.                          H 110 1010
        Assert.True(Steps.One(hashed, 12, false));     // T0[12], T1 at 2 xor 12, T2 at 10 xor 12, T3 at 1010 xor 10 xor 12 = 4: 0;
                                                       // T4.. at 1010 xor 110 xor 12 = 0: 12 times 1. Sum 12, wrong: T4..[0] = 0.  H 1101 0100
        Assert.True(Steps.One(hashed, 0, true));       // T0[0] = 1, T1 and T2 at 4, T3 at 0100 xor 01 = 5, T4.. at 9: 0. Sum 1.     H 1 1010 1001
        Assert.False(Steps.One(hashed, 2, false));     // T0[2] = 0, T1 at 1 xor 2 = 3: −2, T2 at 9 xor 2 = 11: −1, T3 at 1001 xor 10 xor 2 = 9: 0,
                                                       // T4 at 1001 xor 1010 xor 2 = 1: 1, T5.. at the same xor 1 = 0: 0. Sum −2.
    }

    [Fact]
    public void Follows_its_definition_in_plain_loops()
    {
        const int Bits = 6;
        var hashed = new HashedPerceptron(Bits);
        var rng = new Rng(1);
        int[,] weights = new int[16, 1 << Bits];
        List<int> history = [];                                          // newest first; 0 before the beginning
        int theta = 10, counter = 0, thetas = 0;
        for (int step = 0; step < 6000; step++)
        {
            ulong address = (ulong)rng.NextInt(5) * 12;
            int[] at = [.. s_lengths.Select(length => Enumerable.Range(0, Math.Min(length, history.Count))
                .Aggregate((int)(address & ((1 << Bits) - 1)), (index, back) => index ^ (history[back] << (back % Bits))))];
            int sum = at.Index().Sum(table => weights[table.Index, table.Item]);
            bool taken = step % 7 < 3 ^ rng.NextInt(10) == 0;
            Assert.Equal(sum >= 1, Steps.One(hashed, address, taken));
            bool right = sum >= 1 == taken;
            if (!right || Math.Abs(sum) < theta)
            {
                foreach ((int table, int index) in at.Index())
                {
                    weights[table, index] = Math.Clamp(weights[table, index] + (taken ? 1 : -1), -128, 127);
                }

                counter += right ? -1 : 1;
                if (Math.Abs(counter) == 18)
                {
                    theta += Math.Sign(counter);
                    counter = 0;
                    thetas++;
                }
            }

            history.Insert(0, taken ? 1 : 0);
        }

        Assert.InRange(thetas, 3, 1000);                                 // the threshold did move
    }
}
