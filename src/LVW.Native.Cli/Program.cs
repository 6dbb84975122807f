using LVW.Native.Cli;
using LVW.Native.Cli.Output;

using var signals = new Interruption();
return await Lvw.RunAsync(args, Terminal.OfProcess(), signals.Token);
