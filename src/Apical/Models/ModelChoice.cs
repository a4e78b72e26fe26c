using Apical.Learning;
using Apical.Specs;

namespace Apical.Models;

/// <summary>A model of the catalog with its settings, as a person chooses it: a rule, <c>fa:sparsity=0.5</c>, or a model of its own.</summary>
public sealed class ModelChoice : IReadable<ModelChoice>
{
    private readonly Func<ModelRequest, ILearner> _make;

    private ModelChoice(ModelInfo info, Spec spec) => (Info, _make) = (info, info.Read(spec));

    /// <summary>The model.</summary>
    public ModelInfo Info { get; }

    /// <summary>Reads <c>name[:key=value…]</c>.</summary>
    /// <exception cref="ArgumentException">An unknown name or setting, or a value that does not fit.</exception>
    public static ModelChoice Parse(string text)
    {
        var spec = Spec.Parse(text);
        return new(ModelCatalog.Find(spec.Name), spec);
    }

    /// <summary>Makes the learner.</summary>
    /// <param name="request">Its size, and what else the run asks for.</param>
    /// <exception cref="ArgumentException">Something asked for does not fit; the message says what would.</exception>
    public ILearner Make(ModelRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return _make(request);
    }
}
