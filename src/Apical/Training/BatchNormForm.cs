using Apical.Models;
using Apical.Networks;
using Apical.Specs;

namespace Apical.Training;

/// <summary>How a network normalises, by what was asked for and by its rule.</summary>
internal static class BatchNormForm
{
    /// <summary>What was asked for, or what the rule is meant for; of a rule that normalises by the batch at hand, its own form.</summary>
    /// <exception cref="ArgumentException">The rule has no scale and shift to learn.</exception>
    public static Written<BatchNorm> For(Written<BatchNorm>? asked, ModelInfo info)
    {
        BatchNorm form = asked?.Value ?? (info.BatchNorm ? BatchNorm.Batch : BatchNorm.None);
        if (info.BatchNorm && form == BatchNorm.Learned)
        {
            throw new ArgumentException(
                $"{info.Id} normalises by the batch at hand, as its algorithm says, and has no scale and shift to learn. Leave its batch normalisation "
                + "as it is, or use another rule.");
        }

        form = info.BatchNorm && form == BatchNorm.Plain ? BatchNorm.Batch : form;
        return new(form.Name, form);
    }
}
