using Apical.Learning;
using Apical.Numerics.Algebra;
using Apical.Optimizers;

namespace Apical.Tests.Rules;

/// <summary>What the robust Sherman–Morrison update is for: algorithm 4.1 against the plain update (4.19).</summary>
public sealed class RobustInverseTests
{
    /// <summary>
    /// The plain update divides by 1 + d. A step that takes W to within 1e-9 of a singular matrix makes an inverse of some 1e9, whose rounding then never
    /// leaves;
    /// the robust one stops short, and the next steps find an inverse as good as before.
    /// </summary>
    [Fact]
    public void A_step_to_singular_weights_ruins_the_plain_inverse_and_not_the_robust_one()
    {
        (double plain, double plainNorm) = AfterANearlySingularStep(1e-12);
        (double robust, double robustNorm) = AfterANearlySingularStep(0.5);

        Assert.True(plainNorm > 1e7, $"{plainNorm}");
        Assert.True(robustNorm < 100, $"{robustNorm}");
        Assert.True(robust < 1e-12, $"{robust}");
        Assert.True(plain > 1e4 * robust, $"{plain} against {robust}");
    }

    // W_2 = [[2, 0], [0, 1]], δ_2 = (2, 0), v = (1, 1): d = −η, so that η = 1 − 1e-9 leaves |1 + d| = 1e-9. Then a hundred ordinary steps.
    private static (double Error, double Norm) AfterANearlySingularStep(double epsilon)
    {
        var world = new World(0, "2-2-2", hidden: Activation.Identity, loss: Loss.SquaredError, bias: false, batch: 1);
        world.Network[1].W.Value.CopyFrom(LinearAlgebra.Identity(2));
        world.Network[2].W.Value.CopyFrom(Matrix.Of([[2, 0], [0, 1]], Precision.Double));
        world.Network[1].Frozen = true;
        var rule = new TargetPropagation(new ExactInverse(world.Network, new() { Epsilon = epsilon }), world.Rng, new() { Step = 1 });
        Matrix inverse = World.Named(rule, "Winverse2").Value;
        new NetworkLearner(rule, new Sgd(1 - 1e-9)).Learn(new Batch(Matrix.Of([[1], [1]], Precision.Double), Matrix.Of([[0], [1]], Precision.Double)));
        double norm = inverse.Norm();
        var learner = new NetworkLearner(rule, new Sgd(0.1));
        for (int step = 0; step < 100; step++)
        {
            Batch drawn = World.Draw(world.Network, new Rng(2).Fork("batch", step), 1);
            learner.Learn(drawn);
        }

        return (inverse.Dot(world.Network[2].W.Value).Minus(LinearAlgebra.Identity(2)).Norm(), norm);
    }
}
