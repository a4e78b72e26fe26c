using System.Reflection;
using System.Runtime.CompilerServices;
using Apical.Papers;
using Apical.Tests.Architecture;

namespace Apical.Tests.Papers;

/// <summary>What an experiment computes with stands on its page.</summary>
public sealed class SettingsTests
{
    private const BindingFlags Everything =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly Assembly s_papers = typeof(Experiment).Assembly;

    public static TheoryData<string> Ids => [.. ExperimentCatalog.All.Select(experiment => experiment.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void An_experiment_shows_every_parameter_that_it_declares(string id)
    {
        Experiment experiment = ExperimentCatalog.Find(id).Single(found => found.Id == id);
        for (Type type = experiment.GetType(); type != typeof(Experiment); type = type.BaseType!)
        {
            Assert.Empty(type.GetFields(Everything).Where(IsSetting).Where(field => !experiment.Settings.Contains(Value(field, experiment))).Select(Name));
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void An_experiment_shows_every_parameter_that_it_reads(string id)
    {
        Experiment experiment = ExperimentCatalog.Find(id).Single(found => found.Id == id);
        IEnumerable<FieldInfo> read = Reached(experiment.GetType()).SelectMany(Il.Mentioned).OfType<FieldInfo>().Distinct();

        Assert.Empty(read.Where(field => field.IsStatic && IsSetting(field) && !experiment.Settings.Contains(Value(field, null))).Select(Name));
    }

    [Fact]
    public void No_parameter_is_left_that_no_experiment_shows()
    {
        HashSet<ISetting> shown = [.. ExperimentCatalog.All.SelectMany(experiment => experiment.Settings)];

        Assert.Empty(s_papers.GetTypes().SelectMany(type => type.GetFields(Everything)).Where(field => field.IsStatic && IsSetting(field)
            && !shown.Contains(Value(field, null))).Select(Name));
    }

    [Fact]
    public void The_finder_follows_an_experiment_into_its_replicates_and_helpers()
    {
        // Else the tests above could pass because nothing was found.
        string[] seen = [.. Reached(typeof(Apical.Papers.Demirbilek2021.Transfer)).SelectMany(Il.Mentioned).OfType<FieldInfo>().Select(field =>
            field.Name).Distinct()];

        Assert.Contains("ReadOutRate", seen);           // in a method of its own, called from a lambda
        Assert.Contains("WeightDecay", seen);           // in the method of a helper, called from there
    }

    private static bool IsSetting(FieldInfo field) => field.FieldType.IsAssignableTo(typeof(ISetting));

    private static ISetting Value(FieldInfo field, Experiment? experiment) => (ISetting)field.GetValue(field.IsStatic ? null : experiment)!;

    private static string Name(FieldInfo field) => $"{field.DeclaringType!.FullName}.{field.Name}";

    // The methods that computing and concluding may come to: calls are followed inside the assembly, virtual ones to what the experiment overrides them with.
    private static HashSet<MethodBase> Reached(Type experiment)
    {
        var reached = new HashSet<MethodBase>();
        var open = new Queue<MethodBase>();
        Add(experiment.GetMethod(nameof(Experiment.Jobs))!);
        Add(experiment.GetMethod(nameof(Experiment.Conclude))!);
        while (open.TryDequeue(out MethodBase? method))
        {
            foreach (MethodBase next in Il.Mentioned(method).OfType<MethodBase>())
            {
                Add(next);
            }
        }

        return reached;

        void Add(MethodBase method)
        {
            if (method.DeclaringType?.Assembly != s_papers || !reached.Add(method))
            {
                return;
            }

            open.Enqueue(method);
            IEnumerable<MethodBase> more = method is ConstructorInfo && method.DeclaringType.IsDefined(typeof(CompilerGeneratedAttribute))
                ? method.DeclaringType.GetMethods(Everything)
                : method.IsVirtual && method.DeclaringType.IsAssignableFrom(experiment) ? Overriding(experiment, (MethodInfo)method)
                : [];
            foreach (MethodBase one in more)
            {
                Add(one);
            }
        }
    }

    private static IEnumerable<MethodInfo> Overriding(Type experiment, MethodInfo method) =>
        experiment.GetMethods(Everything & ~BindingFlags.DeclaredOnly).Where(own => own.GetBaseDefinition() == method.GetBaseDefinition());
}
