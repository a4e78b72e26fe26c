using Apical.Cli;

return OpenFiles.AreTooFew() ? ExitCode.Failed : CommandLine.Run(args, ProcessShell.Create(args));
