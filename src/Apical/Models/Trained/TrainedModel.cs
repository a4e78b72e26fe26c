using Apical.Data;
using Apical.Learning;
using Apical.Networks;
using Apical.Optimizers;
using Apical.Rules;
using Apical.Runs;

namespace Apical.Models;

/// <summary>A trained model as something to use: a learner, and what its inputs and answers mean. Its file alone is enough to predict.</summary>
/// <example><code>
/// TrainedModel model = TrainedModel.Load("runs/fa");
/// int[] classes = model.PredictClass(Matrix.Of(1, 2, [0.5, -0.2]));      // one sample of two numbers, as they are measured
/// </code></example>
public sealed class TrainedModel
{
    private readonly WorkerPool? _pool;

    private TrainedModel(ModelCard card, ILearner learner, WorkerPool? pool) => (Card, Learner, _pool) = (card, learner, pool);

    /// <summary>What it is.</summary>
    public ModelCard Card { get; }

    /// <summary>What predicts: the learner as it was trained. It takes inputs that are normalised, samples as columns.</summary>
    public ILearner Learner { get; }

    /// <summary>What was done to training inputs, and is to be done to others.</summary>
    /// <exception cref="InvalidOperationException">That cannot be done by what the file holds.</exception>
    public Normalisation InputNormalisation => Card.Normalisation ?? throw new InvalidOperationException(
        $"The inputs of {Card.Data} are made of several samples that were normalised before, so the model cannot do that to inputs from elsewhere. "
        + "Train with --normalise whole, unit or none.");

    /// <summary>Reads a model.</summary>
    /// <param name="path">A model file, or the folder of a run that has one.</param>
    /// <param name="pool">Threads for large operations. Default: the calling thread alone.</param>
    /// <exception cref="FileNotFoundException">There is none, or there are several to choose from.</exception>
    /// <exception cref="InvalidDataException">It is damaged, of another kind, holds numbers that are not finite, or needs a rule that is not known here;
    /// the message says what to do.</exception>
    public static TrainedModel Load(string path, WorkerPool? pool = null)
    {
        string found = ModelFiles.Find(path);
        SafetensorsFile file = Safetensors.Read(found);
        Finite.Require(found, file);
        ModelCard card = ModelCardText.Read(file, found);
        try
        {
            ILearner learner = Make(card, pool, StartingWeights.OfWhole(found, file));
            learner.RestoreModel(StateTensors.ToState(file.Tensors.Where(tensor => !ModelCardText.IsOfCard(tensor.Key)), found));
            return new(card, learner, pool);
        }
        catch (Exception error) when (error is ArgumentException or FormatException or InvalidOperationException)
        {
            throw new InvalidDataException(
                $"'{found}' cannot be used: {error.Message} (It was trained by {card.Rule} of version {card.ApicalVersion}; a rule of a plugin needs its "
                    + "plugin.)", error);
        }
    }

    /// <summary>A learner that was trained, with what is known of it.</summary>
    /// <param name="card">What it is.</param>
    /// <param name="learner">The learner.</param>
    /// <param name="pool">Threads for large operations.</param>
    public static TrainedModel Of(ModelCard card, ILearner learner, WorkerPool? pool = null)
    {
        ArgumentNullException.ThrowIfNull(card);
        ArgumentNullException.ThrowIfNull(learner);
        return new(card, learner, pool);
    }

    /// <summary>Writes the file, whole or not at all: what was learned, normalisation, and the card.</summary>
    /// <param name="path">The file; its folder is made.</param>
    /// <param name="learned">As <see cref="ILearner.Model"/> was at another time. Default: as it is.</param>
    public void Save(string path, LearnerState? learned = null)
    {
        AtomicFile.MakeFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
        Dictionary<string, StoredTensor> tensors = StateTensors.Of(learned ?? Learner.Model);
        foreach ((string name, StoredTensor tensor) in ModelCardText.Tensors(Card))
        {
            tensors.Add(name, tensor);
        }

        Safetensors.Write(path, tensors, ModelCardText.Texts(Card));
    }

    /// <summary>The answers to inputs as they are measured; they are normalised here as the training inputs were.</summary>
    /// <param name="inputs"><c>[samples, features]</c>, in any precision; of images channel after channel, row after row, pixels from 0 to 1.</param>
    /// <returns><c>[samples, outputs]</c>; of a regression in the unit of what was learned.</returns>
    /// <exception cref="ArgumentException">Another number of features.</exception>
    /// <exception cref="InvalidOperationException">What was done to training inputs cannot be done to others by what the file holds.</exception>
    public Matrix Predict(Matrix inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputs.Columns != Card.Features)
        {
            throw new ArgumentException(
                $"Expected inputs [samples, {Card.Features}], one sample a row, got [{inputs.Rows}, {inputs.Columns}].", nameof(inputs));
        }

        Matrix own = inputs.To(Card.Precision);
        Matrix answers = Answers(Normalised(new Dataset("inputs", own, new Matrix(own.Rows, Card.Outputs, Card.Precision))));
        return Card.TargetNormalisation is not { } how ? answers
            : Matrix.Of(answers.Rows, answers.Columns, [.. answers.ToArray().Select((h, place) => how.Undone(h, place % answers.Columns))], answers.Precision);
    }

    /// <summary>The class of each input: the largest output, or by which side of the targets' middle a single one lies.</summary>
    /// <param name="inputs"><c>[samples, features]</c>, as for <see cref="Predict"/>.</param>
    /// <returns>From 0; <see cref="ModelCard.NameOfClass"/> has their names.</returns>
    /// <exception cref="InvalidOperationException">It tells no classes apart.</exception>
    public int[] PredictClass(Matrix inputs) => ClassesOf(Predict(inputs));

    /// <summary>Which class each answer says.</summary>
    /// <param name="answers"><c>[samples, outputs]</c>, from <see cref="Predict"/> or <see cref="Answers"/>.</param>
    /// <exception cref="InvalidOperationException">It tells no classes apart.</exception>
    public int[] ClassesOf(Matrix answers)
    {
        ArgumentNullException.ThrowIfNull(answers);
        if (!Card.Classifies)
        {
            throw new InvalidOperationException($"This model gives {Show(Card.Outputs)} and tells no classes apart: ask for the answers themselves.");
        }

        var classes = new int[answers.Rows];
        if (answers.Columns == 1)
        {
            double middle = (Card.Targets.Low + Card.Targets.High) / 2;
            return [.. answers.ToArray().Select(h => h > middle ? 1 : 0)];
        }

        if (classes.Length > 0)
        {
            answers.T.ToMatrix().ArgMax(classes);
        }

        return classes;

        static string Show(int outputs) => outputs == 1 ? "one number" : $"{outputs} numbers";
    }

    /// <summary>Samples as they are measured, normalised as those to train with were: inputs, and the targets of a regression.</summary>
    /// <param name="samples">Of the model's precision.</param>
    /// <exception cref="InvalidOperationException">That cannot be done by what the file holds.</exception>
    public ISamples Normalised(ISamples samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        Normalisation how = InputNormalisation;
        ISamples inputs = how.Scale.Count == 0 ? samples : samples.Normalised(how);
        if (Card.TargetNormalisation is not { Scale.Count: > 0 } targets)
        {
            return inputs;
        }

        Dataset whole = inputs.InMemory();
        return whole.WithTargets(targets.Apply(new Dataset(whole.Name, whole.Targets, whole.Targets)).Inputs);
    }

    /// <summary>The answers to a whole set, as the network gives them.</summary>
    /// <param name="samples">Normalised.</param>
    /// <returns><c>[samples, outputs]</c>; of a regression whose targets were normalised, before that is undone.</returns>
    public Matrix Answers(ISamples samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        int smallest = Learner.Capability<ITaught>()?.Network.SmallestBatch(training: false) ?? 1;
        if (samples.Count == 0)
        {
            return new(0, Card.Outputs, Card.Precision);
        }

        if (samples.Count < smallest)
        {
            throw new ArgumentException(
                $"This network normalises by the batch at hand, in use too: ask for {smallest} samples or more at once.", nameof(samples));
        }

        double[] answers = new double[samples.Count * Card.Outputs];
        using Workspace.Scope scope = new Workspace(_pool).Enter();
        Evaluation.Of(
            samples,
            (x, _, first) =>
            {
                Matrix h = Learner.Predict(x, first);
                h.T.ToMatrix().ToArray().CopyTo(answers, (int)first * h.Rows);
                return (h, 0);
            },
            smallest);
        return Matrix.Of(samples.Count, Card.Outputs, answers, Card.Precision);
    }

    /// <summary>How well it does on a set, or on several together.</summary>
    /// <param name="sets">
    /// Each normalised, targets, too, with the targets and classes of the model. Errors of a regression are told in the unit of before.
    /// </param>
    public ModelScores Evaluate(params IReadOnlyList<ISamples> sets)
    {
        ArgumentNullException.ThrowIfNull(sets);
        var scored = new List<(ISamples, Matrix, double)>();
        foreach (ISamples samples in sets)
        {
            Matrix answers = Answers(samples);
            using Workspace.Scope scope = new Workspace(_pool).Enter();
            scored.Add((samples, answers, Learner.Evaluate(samples).Loss));
        }

        return ModelScores.Of(this, scored);
    }

    private static ILearner Make(ModelCard card, WorkerPool? pool, StartingWeights start)
    {
        return ModelChoice.Parse(card.Rule).Make(new()
        {
            Net = NetworkSpec.Parse(card.Net),
            Rng = new Rng(card.Seed).Fork("run", card.Run),
            Optimizer = new Sgd(0),
            Hidden = Activation.Parse(card.Activation),
            Output = Activation.Parse(card.Output),
            Loss = card.ClassWeights.Count == 0 ? Loss.Parse(card.Loss)
                : Loss.Parse(card.Loss).Weighted(card.ClassWeights, card.Targets.Low, card.Targets.High, card.Outputs, card.Precision),
            Bias = card.Bias,
            BatchNorm = BatchNorm.Parse(card.BatchNorm),
            Precision = card.Precision,
            Pool = pool,
            Start = start,
        });
    }
}
