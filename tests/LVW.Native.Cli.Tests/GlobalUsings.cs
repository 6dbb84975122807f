global using LVW.Native.Cli.Tests.Support;
global using Xunit;
