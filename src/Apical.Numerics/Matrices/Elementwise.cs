
namespace Apical.Numerics.Matrices;

/// <summary>Operations entry by entry. Those that return a matrix leave their operands alone; the others say what they change.</summary>
public static class Elementwise
{
    /// <summary>x + y</summary>
    public static Matrix Plus(this Matrix x, Matrix y) => Combine(BinaryFunction.Add, x, y, nameof(Plus));

    /// <summary>x − y</summary>
    public static Matrix Minus(this Matrix x, Matrix y) => Combine(BinaryFunction.Subtract, x, y, nameof(Minus));

    /// <summary>x ⊙ y, entry by entry</summary>
    public static Matrix Times(this Matrix x, Matrix y) => Combine(BinaryFunction.Multiply, x, y, nameof(Times));

    /// <summary>x / y, entry by entry</summary>
    public static Matrix DividedBy(this Matrix x, Matrix y) => Combine(BinaryFunction.Divide, x, y, nameof(DividedBy));

    /// <summary>x + y, with y <c>[rows, 1]</c> added to every column.</summary>
    public static Matrix PlusColumn(this Matrix x, Matrix y) => CombineColumn(BinaryFunction.Add, x, y, nameof(PlusColumn));

    /// <summary>x − y, with y <c>[rows, 1]</c> taken from every column.</summary>
    public static Matrix MinusColumn(this Matrix x, Matrix y) => CombineColumn(BinaryFunction.Subtract, x, y, nameof(MinusColumn));

    /// <summary>Each row times its entry of y <c>[rows, 1]</c>.</summary>
    public static Matrix TimesColumn(this Matrix x, Matrix y) => CombineColumn(BinaryFunction.Multiply, x, y, nameof(TimesColumn));

    /// <summary>Each row divided by its entry of y <c>[rows, 1]</c>.</summary>
    public static Matrix DividedByColumn(this Matrix x, Matrix y) => CombineColumn(BinaryFunction.Divide, x, y, nameof(DividedByColumn));

    /// <summary>x + y, with y <c>[1, columns]</c> added to every row.</summary>
    public static Matrix PlusRow(this Matrix x, Matrix y) => CombineRow(BinaryFunction.Add, x, y, nameof(PlusRow));

    /// <summary>x − y, with y <c>[1, columns]</c> taken from every row.</summary>
    public static Matrix MinusRow(this Matrix x, Matrix y) => CombineRow(BinaryFunction.Subtract, x, y, nameof(MinusRow));

    /// <summary>Each column (sample) times its entry of y <c>[1, columns]</c>.</summary>
    public static Matrix TimesRow(this Matrix x, Matrix y) => CombineRow(BinaryFunction.Multiply, x, y, nameof(TimesRow));

    /// <summary>Each column (sample) divided by its entry of y <c>[1, columns]</c>.</summary>
    public static Matrix DividedByRow(this Matrix x, Matrix y) => CombineRow(BinaryFunction.Divide, x, y, nameof(DividedByRow));

    /// <summary>factor · x</summary>
    public static Matrix Scaled(this Matrix x, double factor) => x.Map(ScalarFunction.Scale, factor);

    /// <summary>x + shift</summary>
    public static Matrix Shifted(this Matrix x, double shift) => x.Map(ScalarFunction.Shift, shift);

    /// <summary>−x</summary>
    public static Matrix Negated(this Matrix x) => x.Map(ScalarFunction.Negate);

    /// <summary>x²</summary>
    public static Matrix Squared(this Matrix x) => x.Map(ScalarFunction.Square);

    /// <summary>√x</summary>
    public static Matrix Sqrt(this Matrix x) => x.Map(ScalarFunction.Sqrt);

    /// <summary>|x|</summary>
    public static Matrix Abs(this Matrix x) => x.Map(ScalarFunction.Abs);

    /// <summary>−1, 0 or 1</summary>
    public static Matrix Sign(this Matrix x) => x.Map(ScalarFunction.Sign);

    /// <summary>f(x) for a function of the list, with its parameter p where it has one.</summary>
    public static Matrix Map(this Matrix x, ScalarFunction f, double parameter = 0)
    {
        Matrix result = Workspace.Temporary(x.Rows, x.Columns, x.Backend);
        x.Backend.Map(f, parameter, x, result);
        return result;
    }

    /// <summary>x ⊙ f(y) in one pass over memory: a signal times the slopes of a layer.</summary>
    public static Matrix TimesMap(this Matrix x, ScalarFunction f, Matrix y, double parameter = 0)
    {
        Guard.SameShape(x, y);
        Matrix result = Workspace.Temporary(x.Rows, x.Columns, x.Backend);
        x.Backend.TimesMap(x, f, parameter, y, result);
        return result;
    }

    /// <summary>Changes x: every entry becomes f of itself.</summary>
    public static void Apply(this Matrix x, ScalarFunction f, double parameter = 0) => x.Backend.Map(f, parameter, x, x);

    /// <summary>Changes x: x += y.</summary>
    public static void Add(this Matrix x, Matrix y)
    {
        Guard.SameShape(x, y);
        x.Backend.Linear(1, x, 1, y, x);
    }

    /// <summary>Changes x: x += factor · y.</summary>
    public static void AddScaled(this Matrix x, double factor, Matrix y)
    {
        Guard.SameShape(x, y);
        x.Backend.Linear(1, x, factor, y, x);
    }

    /// <summary>Changes x: x = keep · x + factor · y.</summary>
    public static void Blend(this Matrix x, double keep, double factor, Matrix y)
    {
        Guard.SameShape(x, y);
        x.Backend.Linear(keep, x, factor, y, x);
    }

    /// <summary>Changes x: x = keep · x + factor · a b; the outer product δ hᵀ is <c>AddProduct(−η, delta, h.T)</c>.</summary>
    public static void AddProduct(this Matrix x, double factor, Operand a, Operand b, double keep = 1)
    {
        Guard.Product(a, b);
        Guard.Shape(a.Matrix, x, a.Rows, b.Columns);
        x.Backend.Product(a, b, factor, keep, x);
    }

    /// <summary>Changes x: x = x ⊙ y.</summary>
    public static void MultiplyBy(this Matrix x, Matrix y)
    {
        Guard.SameShape(x, y);
        x.Backend.Combine(BinaryFunction.Multiply, x, y, x);
    }

    /// <summary>Changes x: x = factor · x.</summary>
    public static void Scale(this Matrix x, double factor) => x.Apply(ScalarFunction.Scale, factor);

    /// <summary>Changes x: every entry becomes <paramref name="value"/>.</summary>
    public static void Fill(this Matrix x, double value) => x.Backend.Fill(x, value);

    /// <summary>Changes x: a copy of y, of the same shape and precision.</summary>
    public static void CopyFrom(this Matrix x, Matrix y)
    {
        Guard.SameShape(x, y);
        x.Backend.Copy(y, x);
    }

    private static Matrix Combine(BinaryFunction f, Matrix x, Matrix y, string operation)
    {
        Guard.SameShape(x, y, operation);
        Matrix result = Workspace.Temporary(x.Rows, x.Columns, x.Backend);
        x.Backend.Combine(f, x, y, result);
        return result;
    }

    private static Matrix CombineColumn(BinaryFunction f, Matrix x, Matrix y, string operation)
    {
        Guard.Shape(x, y, x.Rows, 1, operation);
        Matrix result = Workspace.Temporary(x.Rows, x.Columns, x.Backend);
        x.Backend.CombineColumn(f, x, y, result);
        return result;
    }

    private static Matrix CombineRow(BinaryFunction f, Matrix x, Matrix y, string operation)
    {
        Guard.Shape(x, y, 1, x.Columns, operation);
        Matrix result = Workspace.Temporary(x.Rows, x.Columns, x.Backend);
        x.Backend.CombineRow(f, x, y, result);
        return result;
    }
}
