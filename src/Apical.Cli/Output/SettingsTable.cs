using Apical.Specs;
using Spectre.Console;

namespace Apical.Cli.Output;

/// <summary>Draws the settings of a rule or a data set, as they are declared.</summary>
internal static class SettingsTable
{
    /// <summary>Draws them, below a line that shows how they are written; nothing when there are none.</summary>
    /// <param name="shell">Where to.</param>
    /// <param name="name">What they stand behind.</param>
    /// <param name="settings">The settings.</param>
    public static void Write(Shell shell, string name, IReadOnlyList<SettingInfo> settings)
    {
        if (settings.Count == 0)
        {
            return;
        }

        Table table = Tables.New();
        table.AddColumn(Tables.Whole("setting"));
        table.AddColumn(Tables.Whole("default"));
        table.AddColumn(Tables.Words($"what it means; written {name}:{settings[0].Key}={settings[0].Default}"));
        foreach (SettingInfo setting in settings)
        {
            table.AddRow(Markup.Escape(setting.Key), Markup.Escape(setting.Default), Markup.Escape(setting.Meaning));
        }

        shell.Output.Writer.WriteLine();
        Tables.Write(shell, table);
    }
}
