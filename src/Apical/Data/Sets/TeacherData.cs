namespace Apical.Data;

/// <summary>Samples of a function that a teacher computes: random inputs and the teacher's answers, without noise.</summary>
public static class TeacherData
{
    private const int AtOnce = 512;

    /// <summary>Draws inputs and asks the teacher.</summary>
    /// <param name="name">Name of the set.</param>
    /// <param name="teacher">From inputs <c>[features, batch]</c> to answers <c>[outputs, batch]</c>: a network's prediction, or any function.</param>
    /// <param name="features">Features of an input.</param>
    /// <param name="count">Number of samples. The first ones are the same in a longer series.</param>
    /// <param name="rng">Draws the inputs.</param>
    /// <param name="inputs">Distribution of the inputs; N(0, I) by default.</param>
    /// <param name="precision">Of the set, and of what the teacher is given.</param>
    public static Dataset Create(
        string name, Func<Matrix, Matrix> teacher, int features, int count, Rng rng, InputDistribution? inputs = null, Precision precision = Precision.Single)
    {
        ArgumentNullException.ThrowIfNull(teacher);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(features);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        var x = new Matrix(count, features, precision);
        (inputs ?? InputDistribution.Normal()).Fill(x, rng);

        // a part at a time: a wide teacher's hidden layers for all samples at once would take much memory
        var workspace = new Workspace();
        Matrix? answers = null;
        for (int start = 0; start < count; start += AtOnce)
        {
            using Workspace.Scope scope = workspace.Enter();
            int[] samples = [.. Enumerable.Range(start, Math.Min(AtOnce, count - start))];
            var columns = new Matrix(features, samples.Length, precision);
            x.GatherSamples(samples, columns);
            Matrix y = teacher(columns);
            if (y.Columns != samples.Length)
            {
                throw new ArgumentException(
                    $"Expected the teacher's answers as [outputs, {samples.Length}], one sample per column, got [{y.Rows}, {y.Columns}].", nameof(teacher));
            }

            answers ??= new Matrix(count, y.Rows, precision);
            for (int i = 0; i < samples.Length; i++)
            {
                for (int output = 0; output < y.Rows; output++)
                {
                    answers[start + i, output] = y[output, i];
                }
            }
        }

        return new Dataset(name, x, answers!);
    }
}
