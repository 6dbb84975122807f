using Xunit;

namespace LVW.Native.Engine.Tests.Devices.Gpu;

/// <summary>Tests that run one after the other on one device: drivers on the processor do not bear two contexts that build at once.</summary>
[CollectionDefinition(Name)]
public sealed class OpenCLCollection : ICollectionFixture<OpenCLFixture>
{
    public const string Name = "OpenCL";
}
