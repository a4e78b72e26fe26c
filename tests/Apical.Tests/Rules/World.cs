namespace Apical.Tests.Rules;

/// <summary>A small network and a batch of random data for it.</summary>
internal sealed class World
{
    public const string Deep = "6-8-7-6-5-3";

    // Locally connected at the bottom and above, then dense.
    public const string Local = "5x6-2@3x3-3@2x2-5-3";

    // Convolutions, one of them pooled, then dense.
    public const string Images = "2x5x6-conv3@2x3+same:max2-conv4@2x2-5-3";

    // The same without pooling, in strides.
    public const string Strides = "2x5x6-conv3@2x3+same-conv4@2x2/2-5-3";

    public World(
        ulong seed, string widths = "5-7-6-3", Precision precision = Precision.Double, int batch = 6, Activation? hidden = null, Loss? loss = null,
        Activation? output = null, bool bias = true, double dropout = 0, Initialiser? initialiser = null, long step = 0, RuleCase? of = null,
        BatchNorm? batchNorm = null)
    {
        (widths, dropout) = of is null ? (widths, dropout) : (of.Fit(widths), of.FitDropout(dropout));
        Rng = new Rng(seed);
        Network = Network.Dense(widths, Rng, hidden ?? Activation.Tanh, loss ?? Loss.CrossEntropy, output, initialiser, bias, dropout, precision,
            of is null ? batchNorm : of.FitBatchNorm(batchNorm ?? BatchNorm.None));
        Batch = Draw(Network, Rng.Fork("data"), batch);
        Moment = new Moment(step);
        Pass = new Pass(Network);
        Network.Forward(Batch.X, Pass, dropout > 0 ? step : null);
    }

    public Rng Rng { get; }

    public Network Network { get; }

    public Batch Batch { get; }

    public Moment Moment { get; }

    public Pass Pass { get; }

    /// <summary>
    /// Normal inputs; targets that suit the loss: classes for cross-entropy, bits for binary cross-entropy, normal numbers for squared error.
    /// </summary>
    public static Batch Draw(Network network, Rng rng, int size)
    {
        int outputs = network[network.L].FanOut;
        Matrix x = new(network[1].FanIn, size, network.Precision), t = new(outputs, size, network.Precision);
        x.FillNormal(rng.Fork("x"));
        var labels = new int[size];
        Rng targets = rng.Fork("t");
        if (network.Loss == Loss.SquaredError)
        {
            t.FillNormal(targets);
        }
        else if (network.Loss == Loss.BinaryCrossEntropy)
        {
            t.FillUniform(targets, 0, 1);
            t.Apply(ScalarFunction.GreaterThan, 0.5);
        }
        else
        {
            for (int c = 0; c < size; c++)
            {
                labels[c] = targets.NextInt(outputs);
                t[labels[c], c] = 1;
            }
        }

        return new Batch(x, t, network.Loss == Loss.CrossEntropy ? labels : null);
    }

    /// <summary>What a rule says on this pass, as updates of the network's parameters.</summary>
    public Updates UpdatesOf(LearningRule rule, long step = 0)
    {
        var updates = new Updates();
        Network.AddUpdates(Pass, rule.Teach(Pass, Batch, step == 0 ? Moment : new Moment(step)), updates);
        return updates;
    }

    /// <summary>A feedback matrix of a rule by its name.</summary>
    public static Parameter Named(LearningRule rule, string name) => rule.Parameters.Single(parameter => parameter.Name == name);
}
