namespace Apical.Tests.Networks;

public sealed class TeachingSignalsTests
{
    [Fact]
    public void Layers_learn_once_they_have_a_signal()
    {
        var signals = new TeachingSignals(3);
        var delta = new Matrix(4, 2);
        signals[2] = delta;

        Assert.Equal([false, true, false], Enumerable.Range(1, 3).Select(signals.Learns));
        Assert.Same(delta, signals[2]);
        Assert.Null(signals.Presynaptic(2));
        Assert.Equal((3, 1.0), (signals.L, signals.StepScale));
    }

    [Fact]
    public void A_layer_without_signal_says_so()
    {
        var error = Assert.Throws<InvalidOperationException>(() => new TeachingSignals(3)[1]);
        Assert.Equal("Layer 1 gets no teaching signal in this step; ask Learns(1) first.", error.Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public void There_is_no_layer_outside_one_to_L(int i)
    {
        var signals = new TeachingSignals(3);
        Assert.StartsWith("Layers are counted 1 to 3.", Assert.Throws<ArgumentOutOfRangeException>(() => signals[i]).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => signals[i] = new Matrix(1, 1));
    }

    [Fact]
    public void Clearing_forgets_signals_presynaptic_activities_and_the_scale()
    {
        var signals = new TeachingSignals(2) { StepScale = 0.5 };
        signals[1] = new Matrix(1, 1);
        signals.SetPresynaptic(1, new Matrix(2, 1));

        signals.Clear();

        Assert.False(signals.Learns(1));
        Assert.Null(signals.Presynaptic(1));
        Assert.Equal(1, signals.StepScale);
    }
}
