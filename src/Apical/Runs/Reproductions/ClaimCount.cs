namespace Apical.Runs;

/// <summary>How many claims hold, of those that are judged.</summary>
/// <param name="Held">Those that hold.</param>
/// <param name="Judged">All that are judged.</param>
/// <param name="InOrderOnly">Of those that hold, the ones of which this says little: <see cref="Claim.OrderOnly"/>.</param>
/// <param name="NotNow">Those that do not hold and hang on the clock of the machine: <see cref="Claim.OfTheClock"/>. Another hour may find otherwise.</param>
public sealed record ClaimCount(int Held, int Judged, int InOrderOnly, int NotNow)
{
    /// <summary>Whether a claim does not hold for another reason than the clock.</summary>
    public bool Fails => Held + NotNow < Judged;

    /// <summary>In words, such as <c>8 of 9 claims hold, 2 of them in order only; 1 not now, by this machine’s clock</c>.</summary>
    public string Words
    {
        get
        {
            string order = InOrderOnly == 0 ? "" : InOrderOnly == Judged ? ", in order only" : $", {InOrderOnly} of them in order only";
            string clock = NotNow == 0 ? "" : $"; {NotNow} not now, by this machine’s clock";
            return $"{Held} of {Judged} {(Judged == 1 ? "claim holds" : "claims hold")}{order}{clock}";
        }
    }

    /// <summary>Counts claims.</summary>
    /// <param name="claims">Any number, of one experiment or of several.</param>
    public static ClaimCount Of(IEnumerable<Claim> claims)
    {
        Claim[] judged = [.. claims.Where(claim => claim.Judged)];
        return new(judged.Count(claim => claim.Holds), judged.Length, judged.Count(claim => claim is { Holds: true, OrderOnly: true }),
            judged.Count(claim => claim is { Holds: false, OfTheClock: true }));
    }
}
