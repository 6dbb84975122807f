global using LVW.Native.Cli.Tests.Support;
global using LVW.Native.Viewer.Tests.Support;
global using Xunit;
