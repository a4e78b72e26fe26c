namespace Apical.Models;

/// <summary>The network without spikes: dendrites hear rates, and somas are where they would come to rest, all samples at once.</summary>
internal static class SegregatedRates
{
    private const int Steps = 2;                        // of a phase (released code)

    /// <summary>A forward and a target phase.</summary>
    /// <param name="dynamics">The equations' numbers.</param>
    /// <param name="units">All samples, with inputs and targets.</param>
    public static void Learn(SegregatedDynamics dynamics, SegregatedUnits units)
    {
        Answer(dynamics, units);
        Phase(dynamics, units, teaches: true);
        for (int i = 1; i <= dynamics.Weights.L; i++)
        {
            units.After[i].CopyFrom(i < dynamics.Weights.L ? units.Apical[i] : units.H[i]);
        }
    }

    /// <summary>A forward phase.</summary>
    /// <param name="dynamics">The equations' numbers.</param>
    /// <param name="units">All samples, with inputs.</param>
    public static void Answer(SegregatedDynamics dynamics, SegregatedUnits units)
    {
        Phase(dynamics, units, teaches: false);
        for (int i = 0; i <= dynamics.Weights.L; i++)
        {
            units.Heard[i].CopyFrom(units.H[i]);
            units.Heard[i].Scale(SegregatedWeights.MostRate);
            units.MeanV[i].CopyFrom(units.V[i]);
            if (i < dynamics.Weights.L)
            {
                units.Before[i].CopyFrom(units.Apical[i]);
            }
        }
    }

    private static void Phase(SegregatedDynamics dynamics, SegregatedUnits units, bool teaches)
    {
        SegregatedWeights weights = dynamics.Weights;
        int last = weights.L;
        for (int step = 0; step < Steps; step++)
        {
            for (int i = 1; i < last; i++)
            {
                // of the output in the step before
                units.Apical[i].AddProduct(1, units.Slow[last], weights.Y[i].Value.T, keep: 0);
                Arrive(i);
                units.V[i].Blend(dynamics.HiddenCoupling, dynamics.ApicalCoupling, units.Apical[i]);
                Fire(i);
            }

            Arrive(last);
            if (teaches)
            {
                units.V[last].Blend(
                    SegregatedDynamics.OutputConductance / SegregatedDynamics.TaughtConductance, 1 / SegregatedDynamics.TaughtConductance, units.Apical[last]);
            }
            else
            {
                units.V[last].Scale(SegregatedDynamics.OutputCoupling);
            }

            Fire(last);
            units.Slow[last].CopyFrom(units.H[last]);
            units.Slow[last].Scale(SegregatedWeights.MostRate);
        }

        // V becomes V^b
        void Arrive(int i)
        {
            units.Basal[i].AddProduct(SegregatedWeights.MostRate, units.H[i - 1], weights.W[i].Value.T, keep: 0);
            units.V[i].CopyFrom(units.Basal[i].PlusRow(weights.BiasT[i]));
        }

        void Fire(int i)
        {
            units.H[i].CopyFrom(units.V[i]);
            units.H[i].Apply(ScalarFunction.Sigmoid);
        }
    }
}
