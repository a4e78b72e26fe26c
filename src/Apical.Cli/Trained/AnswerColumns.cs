using Apical.Models;
using Apical.Numerics.Matrices;

namespace Apical.Cli.Trained;

/// <summary>
/// What is written of an answer: of a classifier the class, then <c>p_CLASS</c> for each, the output of a softmax or of sigmoids; <c>y_CLASS</c> where outputs
/// are no probabilities, as after squared error. Of a regression the numbers.
/// </summary>
internal sealed class AnswerColumns
{
    private readonly ModelCard _card;
    private readonly bool _both;                        // one sigmoid stands for two classes

    /// <summary>For a model.</summary>
    public AnswerColumns(TrainedModel model)
    {
        _card = model.Card;
        _both = _card is { GivesProbabilities: true, Outputs: 1 };
        string letter = _card.GivesProbabilities ? "p" : "y";
        Names = !_card.Classifies ? [.. Enumerable.Range(0, _card.Outputs).Select(_card.NameOfOutput)]
            : _card.Outputs == 1 && !_both ? ["class", "y"]
            : ["class", .. Enumerable.Range(0, _card.Classes).Select(c => $"{letter}_{_card.NameOfClass(c)}")];
    }

    /// <summary>Names of the columns.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The columns of one sample.</summary>
    /// <param name="outputs"><c>[samples, outputs]</c></param>
    /// <param name="s">The sample.</param>
    /// <param name="name">Its class, or null.</param>
    public IEnumerable<object?> Of(Matrix outputs, int s, string? name)
    {
        IEnumerable<object?> values = _both ? [Number(1 - outputs[s, 0]), Number(outputs[s, 0])]
            : Enumerable.Range(0, outputs.Columns).Select(c => Number(outputs[s, c]));
        return name is null ? values : values.Prepend(name);
    }

    // In the digits of its precision.
    private object Number(double value) => _card.Precision == Precision.Single ? (object)(float)value : value;
}
