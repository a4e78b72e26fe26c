namespace Apical.Networks;

/// <summary>A layer before it is built: its connections, in a record of their own for each kind, and what its units do.</summary>
public abstract record LayerSpec
{
    /// <summary>The activation.</summary>
    /// <value>Default null: relu; in the output what the loss brings, or the identity.</value>
    public Activation? Activation { get; init; }

    /// <summary>How W is drawn.</summary>
    /// <value>Default null: uniform ±1/√fan-in, biases too.</value>
    public Initialiser? Initialiser { get; init; }

    /// <summary>Whether units have biases.</summary>
    /// <value>Default true.</value>
    public bool Bias { get; init; } = true;

    /// <summary>See <see cref="Layer.Dropout"/>.</summary>
    /// <value>Default 0.</value>
    public double Dropout { get; init; }

    /// <summary>How it normalises what it takes in; see <see cref="Layer.Normalisation"/>.</summary>
    /// <value>Default <see cref="BatchNorm.None"/>.</value>
    public BatchNorm BatchNorm { get; init; } = BatchNorm.None;

    /// <summary>Makes what the layer hands up in place of all its units, for the way these lie.</summary>
    /// <value>Default null: it hands up all of them.</value>
    public Func<Shape, Pooling>? Pooling { get; init; }

    /// <summary>The connections with the layer below.</summary>
    /// <param name="below">How its units lie.</param>
    /// <exception cref="ArgumentException">They do not fit on it; the message says why.</exception>
    public abstract Connections Connect(Shape below);

    /// <summary>How the units lie that the layer hands up.</summary>
    /// <param name="below">How the units of the layer below lie.</param>
    /// <exception cref="ArgumentException">It does not fit on them; the message says why.</exception>
    public Shape Output(Shape below)
    {
        Shape units = Connect(below).Output;
        return Pooling is null ? units : Pooling(units).Output;
    }
}
