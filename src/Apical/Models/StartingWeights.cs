using Apical.Networks;
using Apical.Parameters;
using Apical.Runs;

namespace Apical.Models;

/// <summary>The weights of another model to begin with: a network takes them layer by layer, before a rule is made for it.</summary>
/// <remarks>
/// All layers must fit but the output layer, which stays as it was drawn when it does not. Feedback is taken where the same rule had it in the same shape.
/// Everything else, such as activations and the optimizer's memory, is that of the new run.
/// </remarks>
public sealed class StartingWeights
{
    private readonly string _where;
    private readonly string? _rule;
    private readonly bool _whole;                       // layers that do not fit are told by whoever restores the whole model
    private readonly IReadOnlyDictionary<string, StoredTensor> _tensors;
    private readonly List<string> _taken = [], _drawn = [], _feedback = [];

    private StartingWeights(string where, SafetensorsFile file, bool whole) =>
        (_where, _rule, _tensors, _whole) = (where, file.Metadata.GetValueOrDefault("rule")?.Split(':')[0], file.Tensors, whole);

    /// <summary>What was taken, and what was not, in words; null when nothing was asked of it.</summary>
    public string? Summary => _taken.Count == 0 ? null
        : $"{Layers(_taken)}{(_feedback.Count > 0 ? $" and feedback {string.Join(", ", _feedback)}" : "")} of {_where}"
            + (_drawn.Count > 0 ? $"; {Layers(_drawn)}, of another shape there, as drawn" : "");

    /// <summary>Names of the feedback that was taken.</summary>
    internal IReadOnlyList<string> FeedbackTaken => _feedback;

    /// <summary>Reads a model file, of any version.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">It is damaged, no safetensors file, or holds numbers that are not finite.</exception>
    public static StartingWeights Read(string path)
    {
        SafetensorsFile file = Safetensors.Read(path);
        Finite.Require(path, file);
        return new(path, file, whole: false);
    }

    /// <summary>For a model that is then restored as a whole: a rule that looks at weights when it is made finds those of the file.</summary>
    internal static StartingWeights OfWhole(string path, SafetensorsFile file) => new(path, file, whole: true);

    /// <summary>Puts the weights in their places, in the precision of the network.</summary>
    /// <param name="network">Its weights change.</param>
    /// <exception cref="ArgumentException">A layer below the output does not fit, or there are not as many.</exception>
    public void Take(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        int there = _tensors.Keys.Count(name => name.EndsWith("/W", StringComparison.Ordinal));
        if (there != network.L && !_whole)
        {
            throw new ArgumentException($"'{_where}' has {there} layers of weights, this network ({network.Widths}) has {network.L}. "
                + "Start from a network with as many layers, or choose another --net.");
        }

        _taken.Clear();
        _drawn.Clear();
        foreach (Layer layer in network.Layers)
        {
            Parameter? foreign = layer.Parameters.FirstOrDefault(parameter => !Fits(parameter));
            if (foreign is null)
            {
                layer.Parameters.ToList().ForEach(Copy);
                _taken.Add(layer.Name);
            }
            else if (layer == network.Layers[^1] || _whole)
            {
                _drawn.Add(layer.Name);
            }
            else
            {
                throw new ArgumentException($"'{_where}' has {Shown(foreign.Name)}, this network needs {foreign}. Only the output layer may differ: "
                    + "choose the --net, --no-bias and --batch-norm of the run to start from.");
            }
        }
    }

    /// <summary>Takes over feedback that the same rule had, where its shape is the same.</summary>
    /// <param name="rule">Name of the rule.</param>
    /// <param name="feedback">What the rule owns; changes.</param>
    public void TakeFeedback(string rule, IEnumerable<Parameter> feedback)
    {
        ArgumentNullException.ThrowIfNull(feedback);
        _feedback.Clear();
        foreach (Parameter parameter in feedback.Where(parameter => rule == _rule && Fits(parameter)))
        {
            Copy(parameter);
            _feedback.Add(parameter.Name);
        }
    }

    private static string Layers(IReadOnlyList<string> names) => string.Join(", ", names);

    private bool Fits(Parameter parameter) => _tensors.TryGetValue(parameter.Name, out StoredTensor? tensor) && tensor.Type != StoredType.I64
        && tensor.Shape is [int rows, int columns] && (rows, columns) == (parameter.Value.Rows, parameter.Value.Columns);

    private void Copy(Parameter parameter) => parameter.Value.CopyFrom(_tensors[parameter.Name].ToMatrix().To(parameter.Value.Precision));

    private string Shown(string name) => _tensors.TryGetValue(name, out StoredTensor? tensor) ? $"{name} [{string.Join(", ", tensor.Shape)}]" : $"no {name}";
}
