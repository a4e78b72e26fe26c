using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using Apical.Specs;

namespace Apical.Tests.Cli;

/// <summary>Writes small plugins: each hands on what one of <see cref="PluginContents"/> says.</summary>
internal static class PluginFile
{
    /// <summary>A plugin that brings what a property of <see cref="PluginContents"/> has.</summary>
    /// <param name="path">The file to write; one that is there is replaced, not overwritten, as it may be loaded.</param>
    /// <param name="contents">The name of the property.</param>
    /// <param name="version">Of the assembly.</param>
    public static string Write(string path, string contents, string version = "1.2.3")
    {
        string name = Path.GetFileNameWithoutExtension(path);
        var assembly = new PersistedAssemblyBuilder(new AssemblyName(name) { Version = new Version(version) }, typeof(object).Assembly);
        TypeBuilder type = assembly.DefineDynamicModule(name).DefineType("Plugin", TypeAttributes.Public | TypeAttributes.Sealed, typeof(object),
            [typeof(IPlugin)]);
        type.DefineDefaultConstructor(MethodAttributes.Public);
        const MethodAttributes getter =
            MethodAttributes.Public | MethodAttributes.Virtual | MethodAttributes.Final | MethodAttributes.HideBySig | MethodAttributes.NewSlot;
        ILGenerator il = type.DefineMethod($"get_{nameof(IPlugin.Brings)}", getter, typeof(IReadOnlyList<ICatalogEntry>), []).GetILGenerator();
        il.Emit(OpCodes.Call, typeof(PluginContents).GetProperty(contents)!.GetMethod!);
        il.Emit(OpCodes.Ret);
        type.CreateType();
        assembly.Save(path + ".new");
        File.Move(path + ".new", path, overwrite: true);
        return path;
    }

    /// <summary>Makes a plugin say that it was built for another version of Apical.</summary>
    public static void BuiltFor(string path, ushort major, ushort minor)
    {
        byte[] bytes = File.ReadAllBytes(path);
        using (var file = new PEReader(new MemoryStream(bytes)))
        {
            MetadataReader metadata = file.GetMetadataReader();
            int row = metadata.AssemblyReferences.ToList().FindIndex(used => metadata.GetString(metadata.GetAssemblyReference(used).Name) == "Apical");
            int at = file.PEHeaders.MetadataStartOffset + metadata.GetTableMetadataOffset(TableIndex.AssemblyRef)
                + row * metadata.GetTableRowSize(TableIndex.AssemblyRef);
            BitConverter.TryWriteBytes(bytes.AsSpan(at), major);
            BitConverter.TryWriteBytes(bytes.AsSpan(at + 2), minor);
        }

        File.WriteAllBytes(path, bytes);
    }
}
