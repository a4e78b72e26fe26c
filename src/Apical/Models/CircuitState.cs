using Apical.Networks;

namespace Apical.Models;

/// <summary>Potentials of circuits that stand side by side, one a column, and the rates that follow from them.</summary>
/// <param name="network">Gives the sizes.</param>
internal sealed class CircuitState(Network network)
{
    /// <summary>r_0, the low-passed input, <c>[n_0, columns]</c>.</summary>
    public Matrix Input { get; set; } = null!;

    /// <summary>Entry i: u_i^P, <c>[n_i, columns]</c>, i = 1..L.</summary>
    public Matrix[] U { get; } = new Matrix[network.L + 1];

    /// <summary>Entry i: u_i^I of the interneurons that predict layer i + 1, <c>[n_{i+1}, columns]</c>, i below L.</summary>
    public Matrix[] I { get; } = new Matrix[network.L + 1];

    /// <summary>Entry i: r_i = φ(u_i^P), <c>[n_i, columns]</c>, from the input on.</summary>
    public Matrix[] R { get; } = new Matrix[network.L + 1];

    /// <summary>Entry i: φ(u_i^I), <c>[n_{i+1}, columns]</c>.</summary>
    public Matrix[] RI { get; } = new Matrix[network.L + 1];

    /// <summary>Entry i: v̂_B,i, what the basal dendrite alone would bring the soma to, <c>[n_i, columns]</c>.</summary>
    public Matrix[] Basal { get; } = new Matrix[network.L + 1];

    /// <summary>Entry i: v̂_i^I, <c>[n_{i+1}, columns]</c>.</summary>
    public Matrix[] Dendrite { get; } = new Matrix[network.L + 1];

    /// <summary>Entry i: v_A,i, <c>[n_i, columns]</c>.</summary>
    public Matrix[] Apical { get; } = new Matrix[network.L + 1];

    /// <summary>v̂_B,1 <c>[n_1, columns]</c> of an input that stays, computed once; null while the input or W_1 changes.</summary>
    public Matrix? Steady { get; set; }

    /// <summary>Circuits at rest that last.</summary>
    public static CircuitState Lasting(Network network)
    {
        var state = new CircuitState(network) { Input = new Matrix(network[1].FanIn, 1, network.Precision) };
        for (int i = 1; i <= network.L; i++)
        {
            state.U[i] = new Matrix(network[i].FanOut, 1, network.Precision);
            if (i > 1)
            {
                state.I[i - 1] = new Matrix(network[i].FanOut, 1, network.Precision);
            }
        }

        return state;
    }

    /// <summary>Takes room in the workspace, and puts all circuits to rest.</summary>
    public void Rest(int columns)
    {
        Input = Zeros(network[1].FanIn);
        for (int i = 1; i <= network.L; i++)
        {
            U[i] = Zeros(network[i].FanOut);
            if (i > 1)
            {
                I[i - 1] = Zeros(network[i].FanOut);
            }
        }

        Matrix Zeros(int rows)
        {
            Matrix zeros = Workspace.Temporary(rows, columns, Backend.Cpu(network.Precision));
            zeros.Fill(0);
            return zeros;
        }
    }

    /// <summary>The potentials that last, by name, each <c>[units, 1]</c>.</summary>
    public IEnumerable<(string Name, Matrix Value)> Named
    {
        get
        {
            yield return ("input", Input);
            for (int i = 1; i <= network.L; i++)
            {
                yield return ($"u{i}", U[i]);
                if (i < network.L)
                {
                    yield return ($"uI{i}", I[i]);
                }
            }
        }
    }
}
