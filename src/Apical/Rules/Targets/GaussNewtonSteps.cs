using Apical.Networks;
using Apical.Numerics.Algebra;

namespace Apical.Rules;

/// <summary>The Gauss–Newton steps of activations that follow from the Jacobian; equations at <see cref="GaussNewton"/>.</summary>
internal sealed class GaussNewtonSteps(Network network, OutputJacobian jacobian)
{
    private readonly SampleSystems _systems = new(jacobian.Outputs);

    /// <summary>Δh_i for each layer; Δh_L = −e.</summary>
    /// <param name="pass">The pass of which the Jacobian was computed.</param>
    /// <param name="e">e_L, <c>[n_L, batch]</c></param>
    /// <param name="curvature">Which form.</param>
    /// <param name="damping">λ</param>
    /// <param name="steps">Entry i receives Δh_i, <c>[n_i, batch]</c>.</param>
    public void Fill(Pass pass, Matrix e, GaussNewtonCurvature curvature, double damping, Matrix?[] steps)
    {
        int L = network.L;
        steps[L] = e.Negated();
        if (curvature == GaussNewtonCurvature.Full && L > 1)
        {
            Dual(1, L - 1, e, damping);
        }

        for (int i = 1; i < L; i++)
        {
            if (curvature == GaussNewtonCurvature.Batch)
            {
                steps[i] = Averaged(pass, i, e, damping);
                continue;
            }

            if (curvature == GaussNewtonCurvature.Block)
            {
                Dual(i, i, e, damping);
            }

            // −J_iᵀ y
            Matrix step = jacobian.Row(i, 0).TimesRow(_systems.Solution(0));
            for (int k = 1; k < jacobian.Outputs; k++)
            {
                step.Add(jacobian.Row(i, k).TimesRow(_systems.Solution(k)));
            }

            step.Scale(-1);
            steps[i] = step;
        }
    }

    /// <summary>y with (Σ J Jᵀ + λI) y = e, the sum over layers from..to.</summary>
    private void Dual(int from, int to, Matrix e, double damping)
    {
        for (int k = 0; k < jacobian.Outputs; k++)
        {
            for (int l = 0; l <= k; l++)
            {
                Matrix entry = jacobian.Row(from, k).ColumnProducts(jacobian.Row(from, l));
                for (int i = from + 1; i <= to; i++)
                {
                    entry.Add(jacobian.Row(i, k).ColumnProducts(jacobian.Row(i, l)));
                }

                _systems.Set(k, l, entry);
            }

            _systems.SetRight(k, jacobian.Row(k, e));
        }

        // With fewer units than outputs J Jᵀ is singular; a trace of damping finds the pseudo-inverse.
        int units = 0;
        for (int i = from; i <= to; i++)
        {
            units += network[i].FanOut;
        }

        _systems.Solve(damping, singular: damping == 0 && units < jacobian.Outputs);
    }

    private Matrix Averaged(Pass pass, int i, Matrix e, double damping)
    {
        int n = network[i].FanOut;
        Matrix curvature = Workspace.Temporary(n, n, e.Backend), gradient = jacobian.Row(i, 0).TimesRow(jacobian.Row(0, e));
        curvature.Fill(0);
        for (int k = 0; k < jacobian.Outputs; k++)
        {
            curvature.AddProduct(1.0 / pass.Batch, jacobian.Row(i, k), jacobian.Row(i, k).T);
            if (k > 0)
            {
                gradient.Add(jacobian.Row(i, k).TimesRow(jacobian.Row(k, e)));
            }
        }

        Matrix step = LeastSquares.Solve(curvature, gradient, damping);
        step.Scale(-1);
        return step;
    }
}
