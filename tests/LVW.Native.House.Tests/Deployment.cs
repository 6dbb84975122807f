namespace LVW.Native.House.Tests;

/// <summary>Where the deployment files lie.</summary>
internal static class Deployment
{
    public static string Folder { get; } = Path.Combine(Repository.Root, "src", "LVW.Native.Cli", "Deploy");
}
