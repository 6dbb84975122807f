global using LVW.Native.Cli.Tests.Support;
global using LVW.Native.Distributed.Mpi.Tests.Support;
global using Xunit;

// Each test fills the cores with ranks.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
