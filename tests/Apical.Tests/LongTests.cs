namespace Apical.Tests;

/// <summary>Tests that take too long for every run of the suite: <c>.ci/long</c> does them, and whoever sets APICAL_LONG.</summary>
internal static class LongTests
{
    /// <summary>Skips the test that asks, unless long ones are wanted.</summary>
    public static void Only() => Assert.SkipUnless(
        Environment.GetEnvironmentVariable("APICAL_LONG") is { Length: > 0 }, "takes long: set APICAL_LONG=1, or run .ci/long");
}
