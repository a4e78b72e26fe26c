namespace Apical.Data;

/// <summary>Exclusive or: four samples that no linear classifier gets right.</summary>
public static class Xor
{
    /// <summary>Inputs (0,0), (0,1), (1,0), (1,1) with the targets 0, 1, 1, 0 (one output), which are the labels too.</summary>
    public static Dataset Create(Precision precision = Precision.Single)
    {
        int[] labels = [0, 1, 1, 0];
        Matrix inputs = Matrix.Of([[0, 0], [0, 1], [1, 0], [1, 1]], precision);
        return new Dataset("xor", inputs, OneHot.EncodeBinary(labels, precision: precision), labels, classes: 2);
    }
}
