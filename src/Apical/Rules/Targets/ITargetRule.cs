using Apical.Data;
using Apical.Networks;

namespace Apical.Rules;

/// <summary>A rule that gives layers targets ĥ_i; what probes ask it beside its signals.</summary>
public interface ITargetRule
{
    /// <summary>η̂: the output target is h_L − η̂ e_L.</summary>
    double OutputStep { get; }

    /// <summary>g_i, which brings targets from layer i + 1 to layer i; null for rules that have none layer by layer.</summary>
    BackwardMapping? Backward { get; }

    /// <summary>The targets ĥ_1 .. ĥ_L on a pass; as pure as <see cref="LearningRule.Teach(Pass, Batch, Moment)"/>.</summary>
    /// <param name="pass">The forward pass of the batch.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="moment">When: noise is forked from its step.</param>
    /// <returns>Entry i is ĥ_i, <c>[n_i, batch]</c>, or null where the rule makes none in this step; entry 0 is null.</returns>
    IReadOnlyList<Matrix?> Targets(Pass pass, Batch batch, Moment moment = default);
}
