using System.CommandLine;
using LVW.Native.Cli.Verbs;

return await new RootCommand("lvw: image recognition that shows how it decides, by visual words")
{
    TrainVerb.Create(),
}.Parse(args).InvokeAsync();
