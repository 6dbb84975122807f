global using LVW.Native.Cli.Tests.Support;
global using LVW.Native.Distributed.Mpi.Tests.Support;
global using Xunit;

// Each test fills the cores with ranks.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
