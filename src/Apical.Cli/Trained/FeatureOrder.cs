using Apical.Data;
using Apical.Numerics.Matrices;

namespace Apical.Cli.Trained;

/// <summary>Brings inputs that have names into the order of a model's.</summary>
internal static class FeatureOrder
{
    /// <summary>
    /// The samples with the inputs that the model knows, in its order; as they are where either has no names. Of a column of texts a value that is not among
    /// these samples is 0 in all.
    /// </summary>
    /// <param name="samples">The samples.</param>
    /// <param name="names">Of their inputs.</param>
    /// <param name="wanted">Of the model's.</param>
    /// <exception cref="DatasetException">An input is missing, or a column has a text that the model does not know.</exception>
    public static ISamples Of(ISamples samples, IReadOnlyList<string> names, IReadOnlyList<string> wanted)
    {
        if (names.Count != samples.Features || wanted.Count == 0 || names.SequenceEqual(wanted))
        {
            return samples;
        }

        string[] columns = [.. names.Select(Column).OfType<string>()];
        int[] places = [.. wanted.Select(name => names.ToList().IndexOf(name))];
        string[] missing = [.. wanted.Where((name, i) => places[i] < 0 && !columns.Contains(Column(name)))];
        string[] foreign = [.. names.Except(wanted).Where(name => Column(name) is { } column && wanted.Any(other => Column(other) == column))];
        if (missing.Length + foreign.Length > 0)
        {
            throw new DatasetException(missing.Length > 0
                ? $"{samples.Name}: there is no input {string.Join(", ", missing)}, which the model needs. There are {string.Join(", ", names)}."
                : $"{samples.Name}: the model was not trained on {string.Join(", ", foreign)}.");
        }

        Dataset whole = samples.InMemory();
        double[] from = whole.Inputs.ToArray(), to = new double[whole.Count * wanted.Count];
        for (int s = 0; s < whole.Count; s++)
        {
            for (int i = 0; i < places.Length; i++)
            {
                to[(s * wanted.Count) + i] = places[i] < 0 ? 0 : from[(s * names.Count) + places[i]];
            }
        }

        return whole.WithInputs(Matrix.Of(whole.Count, wanted.Count, to, whole.Precision));
    }

    // Of an input that stands for a text: colour=red is of the column colour.
    private static string? Column(string name) => name.IndexOf('=') is > 0 and var cut ? name[..cut] : null;
}
