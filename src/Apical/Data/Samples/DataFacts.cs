namespace Apical.Data;

/// <summary>What a set holds, as its loader gave it: before samples are limited or held out.</summary>
/// <param name="Train">Samples to train with.</param>
/// <param name="Test">Samples to test with.</param>
/// <param name="Checksum">Of the content: labels, and inputs or some of them. 32 hexadecimal digits.</param>
public sealed record DataFacts(int Train, int Test, string Checksum)
{
    /// <summary>Looks at a set.</summary>
    public static DataFacts Of(DataSplits data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return new(data.Train.Count, data.Test.Count, ContentHash.Of(data));
    }
}
