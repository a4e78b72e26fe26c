using Apical.Learning;
using Apical.Optimizers;
using Apical.Papers.Lillicrap2016;

namespace Apical.Tests.Papers.Lillicrap2016;

/// <summary>What the networks of figures S6, S8, S9 and S14 learn, and how their error is measured.</summary>
public sealed class FunctionLearningTests
{
    [Fact]
    public void The_error_is_0_for_the_target_itself_and_1_for_its_mean()
    {
        static Matrix Target(Matrix x) => x.Squared();
        var task = FunctionLearning.OnSet(Target, 3, 50, new Rng(1));

        Assert.Equal(0, task.Error(new Answering(Target)), 1e-6);
        Assert.Equal(1, task.Error(new Answering(x =>
        {
            Matrix t = Target(x);
            Matrix mean = t.RowSums().Scaled(1.0 / t.Columns);
            return t.Scaled(0).PlusColumn(mean);
        })), 1e-5);
    }

    [Fact]
    public void The_quadratic_target_is_even_grows_with_the_square_and_has_a_variance_near_1()
    {
        Func<Matrix, Matrix> target = TargetFunction.Quadratic(20, 20, new Rng(2));
        var x = new Matrix(20, 2000);
        x.FillNormal(new Rng(3));
        Matrix y = target(x);

        Assert.True(target(x.Negated()).Minus(y).Norm() < 1e-4 * y.Norm());
        Assert.True(target(x.Scaled(2)).Minus(y.Scaled(4)).Norm() < 1e-4 * y.Norm());
        Assert.InRange(y.SumOfSquares() / y.Count, 0.7, 1.5);       // E y² = |p|²|q|² + 2 (p·q)² with |p|², |q|² near 1
    }

    [Theory]
    [InlineData("fa")]
    [InlineData("bp")]
    public void The_control_has_a_first_layer_that_stays_and_others_that_learn(string rule)
    {
        foreach (bool isFrozen in new[] { true, false })
        {
            NetworkLearner learner = S6DeepLearning.Make("30-8-6-10", rule, isFrozen, new Sgd(0.05), new Rng(4));
            Matrix[] before = [.. learner.Network.Parameters.Select(parameter => parameter.Value.Clone())];
            var x = new Matrix(30, 5);
            x.FillNormal(new Rng(5));
            var t = new Matrix(10, 5);
            t.FillNormal(new Rng(6));
            learner.Learn(new Batch(x, t));

            double[] moved = [.. learner.Network.Parameters.Select((parameter, i) => parameter.Value.Minus(before[i]).Norm())];
            Assert.Equal(isFrozen, moved[0] == 0 && moved[1] == 0);
            Assert.All(moved[2..], distance => Assert.True(distance > 0));
        }
    }

    [Fact]
    public void Angles_are_those_of_a_neuron_s_column_of_W_and_row_of_B()
    {
        var w = Matrix.Of([[1, 1, 2], [0, 1, 0]]);
        var b = Matrix.Of([[3, 0], [1, -1], [-1, 0]]);
        double[] angles = S9NeuronAngles.Angles(w, b);

        Assert.Equal(0, angles[0], 0.01);
        Assert.Equal(90, angles[1], 0.01);
        Assert.Equal(180, angles[2], 0.01);
    }

    [Fact]
    public void Random_directions_spread_around_90_degrees_as_theory_says()
    {
        Assert.Equal(180 / Math.Sqrt(12), S9NeuronAngles.RandomSd(2), 1e-3);                                             // uniform in the plane
        Assert.Equal(double.RadiansToDegrees(Math.Sqrt((Math.PI * Math.PI / 4) - 2)), S9NeuronAngles.RandomSd(3), 1e-3); // density ½ sin on the sphere
    }

    [Fact]
    public void Steps_are_counted_to_the_first_error_at_the_level()
    {
        Assert.Equal(40, S8Momentum.StepsTo([1, 0.6, 0.4, 0.6, 0.3], 0.5));
        Assert.Equal(double.PositiveInfinity, S8Momentum.StepsTo([1, 0.6], 0.5));
    }

    private sealed class Answering(Func<Matrix, Matrix> answer) : ILearner
    {
        public Precision Precision => Precision.Single;

        public IReadOnlyList<Parameter> Parameters => [];

        public LearnerState State => new();

        public Matrix Predict(Matrix x, long first = 0) => answer(x);

        public Evaluation Evaluate(ISamples data) => default;

        public StepResult Learn(Batch batch, Moment moment = default) => default;

        public void Restore(LearnerState state)
        {
        }
    }
}
