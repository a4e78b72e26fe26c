namespace Apical.Runs;

/// <summary>What numbers are: how they are written, and where the axis of a chart ends.</summary>
public enum Unit
{
    /// <summary>Numbers without unit or bounds.</summary>
    Plain,

    /// <summary>Shares 0…1, written in per cent.</summary>
    Share,

    /// <summary>Angles in degrees, 0…180.</summary>
    Degrees,

    /// <summary>Cosines, −1…1.</summary>
    Cosine,

    /// <summary>Times in seconds.</summary>
    Seconds,

    /// <summary>Whole numbers, such as epochs.</summary>
    Count,
}
