namespace Apical.Numerics.Kernels;

/// <summary>The numbers of rows that are in use.</summary>
internal static class TileRows
{
    /// <summary>The workhorse: by two vectors it takes 24 accumulators.</summary>
    public readonly struct Twelve : ITileRows
    {
        public static int Rows => 12;
    }

    /// <summary>For ten classes, and for other numbers of rows that tens fill better than twelves.</summary>
    public readonly struct Ten : ITileRows
    {
        public static int Rows => 10;
    }

    /// <summary>The rows left over, and all rows where the CPU has only 16 vector registers.</summary>
    public readonly struct Six : ITileRows
    {
        public static int Rows => 6;
    }

    /// <summary>Where there are few rows: by four vectors, which read longer pieces of B.</summary>
    public readonly struct Four : ITileRows
    {
        public static int Rows => 4;
    }
}
