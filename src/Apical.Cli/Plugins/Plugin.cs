using System.Reflection;
using System.Security.Cryptography;
using Apical.Runs;
using Apical.Specs;

namespace Apical.Cli.Plugins;

/// <summary>An assembly that brings rules, models, probes, data sets or experiments.</summary>
/// <param name="Record">Which it is.</param>
/// <param name="Brings">What it brings.</param>
internal sealed record Plugin(PluginRecord Record, IReadOnlyList<ICatalogEntry> Brings)
{
    /// <summary>Loads it and asks what it brings.</summary>
    /// <param name="path">Its file.</param>
    /// <exception cref="UsageException">It is none, or none for this version of Apical, or it fails.</exception>
    public static Plugin Load(string path)
    {
        string whole = Path.GetFullPath(path);
        if (!File.Exists(whole))
        {
            throw new UsageException($"--plugin: there is no file '{path}'. Give the .dll that 'dotnet build' made, such as bin/Release/net10.0/MyRules.dll.");
        }

        if (RegularFile.LengthOf(whole) <= 0)
        {
            throw new UsageException($"--plugin: '{path}' will not do: {RegularFile.Empty}. Give the .dll that 'dotnet build' made.");
        }

        Assembly assembly = Read(whole, path);
        RequireThisVersion(assembly, path);
        IReadOnlyList<ICatalogEntry> brings = Ask(assembly, path);
        AssemblyName name = assembly.GetName();
        return new(new(name.Name!, name.Version!.ToString(3), whole, Sum(whole)), brings);
    }

    /// <summary>The checksum of a plugin's file.</summary>
    public static string Sum(string path) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));

    private static Assembly Read(string whole, string path)
    {
        try
        {
            return new PluginAssembly(whole).Load();
        }
        catch (Exception error) when (error is BadImageFormatException or FileLoadException)
        {
            throw new UsageException($"--plugin: '{path}' is not a .NET assembly. Give the .dll that 'dotnet build' made.");
        }
    }

    /// <summary>Versions that differ in more than their last number may have changed what plugins use.</summary>
    private static void RequireThisVersion(Assembly assembly, string path)
    {
        AssemblyName mine = typeof(IPlugin).Assembly.GetName();
        Version here = mine.Version!;
        foreach (AssemblyName used in assembly.GetReferencedAssemblies().Where(used => used.Name!.Split('.')[0] == mine.Name))
        {
            if (used.Version is { } built && ((built.Major, built.Minor) != (here.Major, here.Minor) || built > here))
            {
                throw new UsageException(
                    $"--plugin: '{path}' was built for Apical {built.ToString(3)}, and this is Apical {here.ToString(3)}. "
                        + "Build it with the packages of this version.");
            }
        }
    }

    private static IReadOnlyList<ICatalogEntry> Ask(Assembly assembly, string path)
    {
        try
        {
            Type[] plugins =
            [
                .. assembly.GetExportedTypes().Where(type =>
                    type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IPlugin)) && type.GetConstructor(Type.EmptyTypes) is not null),
            ];
            return plugins.Length > 0 ? [.. plugins.SelectMany(type => ((IPlugin)Activator.CreateInstance(type)!).Brings)]
                : throw new UsageException(
                    $"--plugin: '{path}' is no plugin: it has no public class that implements IPlugin and is made without parameters (docs/extending.md).");
        }
        catch (Exception error) when (error is not UsageException)
        {
            Exception cause = error;
            while (cause is TargetInvocationException or TypeInitializationException && cause.InnerException is { } inner)
            {
                cause = inner;
            }

            throw new UsageException($"--plugin: '{path}' failed to say what it brings. {cause.GetType().Name}: {Problem.Line(cause)}");
        }
    }
}
