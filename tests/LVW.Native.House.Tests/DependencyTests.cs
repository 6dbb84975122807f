using System.Text.Json;
using Xunit;

namespace LVW.Native.House.Tests;

/// <summary>What a user installs is managed code: the restored packages, walked asset by asset.</summary>
public sealed class DependencyTests
{
    // ILGPU's closure on .NET 10 is these two alone; a new transitive dependency must be looked at before it is listed.
    private static readonly string[] Libraries = ["ILGPU", "ILGPU.Algorithms"];
    private static readonly string[] CommandLine = [.. Libraries, "Spectre.Console", "Spectre.Console.Ansi", "System.CommandLine"];

    // Asset groups of a restored package that may hold native code.
    private static readonly string[] NativeGroups = ["native", "nativeExecutables"];
    private static readonly string[] NativeExtensions = [".so", ".dylib", ".a", ".lib", ".exe"];

    public static TheoryData<string, string[]> Projects() => new()
    {
        { "LVW.Native.Imaging", [] },
        { "LVW.Native.Engine", Libraries },
        { "LVW.Native.Engine.Testing", Libraries },
        { "LVW.Native.VisualWords", Libraries },
        { "LVW.Native.Distributed.Mpi", Libraries },
        { "LVW.Native.Viewer", Libraries },
        { "LVW.Native.Cli", CommandLine },
    };

    [Theory]
    [MemberData(nameof(Projects))]
    public void No_package_but_the_listed_ones_is_restored(string project, string[] allowed)
        => Findings.None(Packages(project).Select(package => package.Name.Split('/')[0]).Except(allowed));

    [Theory]
    [MemberData(nameof(Projects))]
    public void No_package_brings_native_code(string project, string[] allowed)
    {
        _ = allowed;
        Findings.None(Packages(project).SelectMany(package => NativeAssets(package).Select(asset => $"{package.Name}: {asset}")));
    }

    [Fact]
    public void The_output_folder_of_the_command_line_holds_managed_assemblies_only()
    {
        string folder = Path.GetDirectoryName(typeof(DependencyTests).Assembly.Location)!;
        IEnumerable<string> files = Directory.EnumerateFiles(folder, "*.*", SearchOption.AllDirectories)
            .Where(file => NativeExtensions.Contains(Path.GetExtension(file)) || file.Contains($"{Path.DirectorySeparatorChar}native{Path.DirectorySeparatorChar}"));
        Findings.None(files.Select(file => Path.GetRelativePath(folder, file)));
    }

    private static IEnumerable<JsonProperty> Packages(string project)
    {
        string file = Path.Combine(Repository.Root, ".artifacts", "obj", project, "project.assets.json");
        using JsonDocument assets = JsonDocument.Parse(File.ReadAllText(file));
        var packages = new List<JsonProperty>();
        foreach (JsonProperty target in assets.RootElement.GetProperty("targets").Clone().EnumerateObject())
        {
            packages.AddRange(target.Value.EnumerateObject().Where(library => library.Value.GetProperty("type").GetString() == "package"));
        }

        return packages;
    }

    private static IEnumerable<string> NativeAssets(JsonProperty package)
    {
        foreach (JsonProperty group in package.Value.EnumerateObject())
        {
            if (group.Value.ValueKind != JsonValueKind.Object || group.Name == "dependencies") continue;
            foreach (JsonProperty asset in group.Value.EnumerateObject())
            {
                bool native = NativeGroups.Contains(group.Name)
                    || NativeExtensions.Contains(Path.GetExtension(asset.Name))
                    || (asset.Value.ValueKind == JsonValueKind.Object && asset.Value.TryGetProperty("assetType", out JsonElement type) && type.GetString() == "native");
                if (native) yield return asset.Name;
            }
        }
    }
}
