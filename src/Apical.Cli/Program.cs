using Apical.Cli;

return CommandLine.Run(args, ProcessShell.Create(args));
