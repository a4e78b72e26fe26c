using System.Text;
using Apical.Specs;

namespace Apical.Exchange.Numpy;

/// <summary>What is to be learned, read from an array: classes as whole numbers, texts or one 1 in each row; or numbers.</summary>
/// <param name="Name">Of the array.</param>
/// <param name="Type">Of its elements.</param>
/// <param name="Count">Number of samples.</param>
/// <param name="Width">Elements of each.</param>
/// <param name="Numbers">Sample by sample; empty for texts.</param>
/// <param name="Texts">Sample by sample; empty for numbers.</param>
/// <param name="Whole">The same as <paramref name="Numbers"/> where they may be classes and whole, with all their digits; else empty.</param>
internal sealed record NpzAnswers(string Name, string Type, int Count, int Width, double[] Numbers, string[] Texts, Int128[] Whole)
{
    /// <summary>Reads an array [n], [n, 1] or [n, outputs].</summary>
    /// <exception cref="DatasetException">It is something else, or a number is not finite.</exception>
    public static NpzAnswers Read(NpzFile file, string name)
    {
        NpyHeader header = file.Header(name);
        string where = $"{file.Path}, {name}";
        int size = NpyElements.SizeOf(header.Type, where);
        bool texts = NpyElements.IsText(header.Type);
        if (header.Shape.Count is < 1 or > 2 || header.Count == 0)
        {
            throw new DatasetException($"{where}: expected a class or numbers for each sample, [n] or [n, outputs]; got {header.Sizes}.");
        }

        int count = (int)header.Shape[0], width = (int)(header.Count / count);
        bool wholes = width == 1 && !texts && !NpyElements.IsReal(header.Type);
        var whole = new Int128[wholes ? count : 0];
        var (numbers, words) = (new double[texts ? 0 : header.Count], new string[texts ? header.Count : 0]);
        file.Each(name, (sample, bytes) =>
        {
            for (int i = 0; i < width; i++)
            {
                ReadOnlySpan<byte> element = bytes.AsSpan(i * size, size);
                if (texts)
                {
                    words[(sample * width) + i] = Text(sample, element);
                    continue;
                }

                if (wholes)
                {
                    whole[sample] = NpyElements.Whole(header.Type, element);
                }

                double number = NpyElements.Number(header.Type, element);
                numbers[(sample * width) + i] = double.IsFinite(number) ? number
                    : throw new DatasetException($"{where}: sample {sample}, counted from 0, has {number}, which is not finite. Remove such samples first.");
            }
        });
        return new(where, header.Type, count, width, numbers, words, whole);

        string Text(int sample, ReadOnlySpan<byte> element)
        {
            try
            {
                return NpyElements.Text(header.Type, element);
            }
            catch (DecoderFallbackException error)
            {
                throw new DatasetException(
                    $"{where}: the text of sample {sample}, counted from 0, has a sign that is no letter, such as half a surrogate pair. "
                        + "Mend it first.", error);
            }
        }
    }

    /// <summary>Both arrays after each other.</summary>
    public NpzAnswers Then(NpzAnswers? test) => test is null ? this
        : (Width, Texts.Length > 0) == (test.Width, test.Texts.Length > 0)
            ? this with
            {
                Count = Count + test.Count,
                Numbers = [.. Numbers, .. test.Numbers],
                Texts = [.. Texts, .. test.Texts],
                Whole = Whole.Length > 0 && test.Whole.Length > 0 ? [.. Whole, .. test.Whole] : [],
            }
            : throw new DatasetException($"{Name} and {test.Name} hold different things: {Width} and {test.Width} elements a sample, "
                + $"of types {Type} and {test.Type}.");

    /// <summary>The classes; null where numbers are learned.</summary>
    /// <exception cref="ArgumentException">They are not what the task says.</exception>
    public ClassLabels? Classes(NpzTask task)
    {
        bool oneHot = Width > 1 && Texts.Length == 0 && Enumerable.Range(0, Count).All(i => IsOneHot(Numbers.AsSpan(i * Width, Width)));
        if (task == NpzTask.Regression || task == NpzTask.Auto && Texts.Length == 0 && !oneHot && (NpyElements.IsReal(Type) || Width > 1))
        {
            return Texts.Length == 0 ? null : throw new ArgumentException($"npz:task=regression: {Name} holds texts. Learn classes.");
        }

        if (oneHot)
        {
            return new(
                [.. Enumerable.Range(0, Count).Select(i => Numbers.AsSpan(i * Width, Width).IndexOf(1))], [.. Enumerable.Range(0, Width).Select(k => $"{k}")]);
        }

        if (Width > 1)
        {
            throw new ArgumentException($"npz: {Name} has {Width} elements a sample, and not one 1 among zeros in each: "
                + "that are no classes. Use task=regression.");
        }

        object[] values = Texts.Length > 0 ? [.. Texts] : Whole.Length > 0 ? [.. Whole.Cast<object>()]
            : [.. Numbers.Select(number => (object)(number == 0 ? 0 : number))];
        object[] classes = Texts.Length > 0 ? [.. values.Distinct().OrderBy(value => (string)value, StringComparer.Ordinal)] : [.. values.Distinct().Order()];
        Dictionary<object, int> places = classes.Index().ToDictionary(one => one.Item, one => one.Index);
        return new([.. values.Select(value => places[value])], [.. classes.Select(value => value is double number ? ValueText.Show(number) : $"{value}")]);
    }

    private static bool IsOneHot(ReadOnlySpan<double> row) => row.Count(1.0) == 1 && row.Count(0.0) == row.Length - 1;
}
