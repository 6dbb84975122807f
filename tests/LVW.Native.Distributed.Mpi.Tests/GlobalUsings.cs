global using LVW.Native.Cli.Tests.Support;
global using LVW.Native.Distributed.Mpi.Tests.Support;
global using Xunit;
