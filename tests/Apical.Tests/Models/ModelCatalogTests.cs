using System.Reflection;
using Apical.Models;

namespace Apical.Tests.Models;

public sealed class ModelCatalogTests
{
    public static TheoryData<string> Rules => [.. RuleCatalog.All.Select(rule => rule.Id)];

    [Theory, MemberData(nameof(Rules))]
    public void A_network_with_a_rule_comes_with_all_that_is_told_of_the_rule(string rule) => Assert.All(
        typeof(Method).GetProperties(BindingFlags.Public | BindingFlags.Instance),
        told => Assert.Equal(told.GetValue(RuleCatalog.Find(rule)), told.GetValue(ModelCatalog.Find(rule))));
}
