using LVW.Native.Distributed.Mpi.Tests;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

// What the tests start under mpirun is this program again; all else is as xunit's own entry point has it.
return args switch
{
    ["rank", .. string[] work] => RankProgram.Run(work),
    _ when args.Contains("--server") || args.Contains("--internal-msbuild-node") => await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions),
    _ => await ConsoleRunner.Run(args),
};
