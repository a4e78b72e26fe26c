using Apical.Data;
using Apical.Learning;
using Apical.Numerics.Matrices;
using Apical.Numerics.Random;
using Apical.Rules;

namespace Apical.Papers.Lillicrap2016;

/// <summary>A network learns a function of Gaussian inputs, x ~ N(0, I), and its error is followed.</summary>
internal sealed class FunctionLearning
{
    /// <summary>The series of errors that <see cref="Learn"/> writes.</summary>
    public static readonly Track Nse = new("nse");

    private const int JudgedSamples = 1000;

    private readonly Func<Matrix, Matrix> _target;
    private readonly Rng _inputs;
    private readonly Workspace _workspace = new();
    private readonly Matrix _x;
    private readonly Matrix _t;
    private readonly Matrix _judgedX;
    private readonly Matrix _judgedT;
    private readonly double _variance;
    private readonly bool _fixed;
    private long _step;

    private FunctionLearning(Func<Matrix, Matrix> target, int features, int samples, bool isFixed, Rng rng)
    {
        (_target, _fixed, _inputs) = (target, isFixed, rng.Fork("inputs"));
        _x = new(features, samples);
        _x.FillNormal(_inputs);
        _t = target(_x).Clone();
        _judgedX = isFixed ? _x : new(features, JudgedSamples);
        if (!isFixed)
        {
            _judgedX.FillNormal(rng.Fork("judged inputs"));
        }

        _judgedT = isFixed ? _t : target(_judgedX).Clone();
        _variance = _judgedT.MinusColumn(_judgedT.RowSums().Scaled(1.0 / _judgedT.Columns)).SumOfSquares();
    }

    /// <summary>Online: each step has a new minibatch; the error is that on 1000 samples apart.</summary>
    /// <param name="target">From inputs <c>[features, batch]</c> to <c>[outputs, batch]</c>.</param>
    /// <param name="features">Numbers in an input.</param>
    /// <param name="batch">Samples in a minibatch.</param>
    /// <param name="rng">Draws the inputs, from its forks <c>inputs</c> and <c>judged inputs</c>.</param>
    public static FunctionLearning Online(Func<Matrix, Matrix> target, int features, int batch, Rng rng) => new(target, features, batch, isFixed: false, rng);

    /// <summary>On a training set, all of it in every step; the error is that on the training set.</summary>
    /// <param name="target">From inputs <c>[features, batch]</c> to <c>[outputs, batch]</c>.</param>
    /// <param name="features">Numbers in an input.</param>
    /// <param name="samples">Samples of the training set.</param>
    /// <param name="rng">Draws the inputs, from its fork <c>inputs</c>.</param>
    public static FunctionLearning OnSet(Func<Matrix, Matrix> target, int features, int samples, Rng rng) => new(target, features, samples, isFixed: true, rng);

    /// <summary>The squared error over that of the best constant answer: 1 is no better than saying the mean.</summary>
    public double Error(ILearner learner)
    {
        using Workspace.Scope scope = _workspace.Enter();
        return learner.Predict(_judgedX).Minus(_judgedT).SumOfSquares() / _variance;
    }

    /// <summary>Trains, and appends the error before the first step (of the first call) and after every few steps to <see cref="Nse"/>.</summary>
    /// <param name="context">The replicate.</param>
    /// <param name="learner">Who learns.</param>
    /// <param name="found">Receives the errors.</param>
    /// <param name="steps">Steps of this call.</param>
    /// <param name="every">Steps between two errors.</param>
    /// <param name="all">Steps of all calls together, for the progress; default those of this one.</param>
    public void Learn(JobContext context, ILearner learner, Measurements found, int steps, int every, int? all = null)
    {
        if (_step == 0)
        {
            found.Add(Nse, Error(learner));
        }

        for (int i = 1; i <= steps; i++)
        {
            learner.Learn(Draw(), new Moment(_step++));
            if (i % every == 0)
            {
                found.Add(Nse, JobContext.Finite(Error(learner)));
                context.Report((double)_step / (all ?? steps));
            }
        }
    }

    private Batch Draw()
    {
        if (!_fixed && _step > 0)
        {
            using Workspace.Scope scope = _workspace.Enter();
            _x.FillNormal(_inputs);
            _t.CopyFrom(_target(_x));
        }

        return new Batch(_x, _t);
    }
}
