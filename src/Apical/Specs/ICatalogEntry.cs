namespace Apical.Specs;

/// <summary>A rule, model, probe, data set or experiment as catalogs list them.</summary>
public interface ICatalogEntry
{
    /// <summary>What it is asked for by; upper and lower case are the same.</summary>
    string Name { get; }
}
