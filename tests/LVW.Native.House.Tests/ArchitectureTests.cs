using System.Reflection;
using System.Xml.Linq;
using Xunit;

namespace LVW.Native.House.Tests;

/// <summary>References point downward only: engine and imaging know nobody, nothing but the command line knows the console.</summary>
public sealed class ArchitectureTests
{
    private static readonly string[] Framework = ["System", "Microsoft.Win32.Primitives", "netstandard", "mscorlib"];

    // The assemblies of the one shared framework beside the runtime's own, which comes with the SDK; who names it is listed below.
    private static readonly string[] WebFramework = ["Microsoft.AspNetCore", "Microsoft.Extensions"];

    // ILGPU comes with the engine: whoever has kernels of its own names its views.
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["LVW.Native.Engine"] = ["ILGPU", "ILGPU.Algorithms"],
        ["LVW.Native.Engine.Testing"] = ["LVW.Native.Engine", "ILGPU"],
        ["LVW.Native.Imaging"] = [],
        ["LVW.Native.VisualWords"] = ["LVW.Native.Engine", "LVW.Native.Imaging", "ILGPU"],
        ["LVW.Native.Viewer"] = ["LVW.Native.Engine", "LVW.Native.Imaging", "LVW.Native.VisualWords", "Microsoft.AspNetCore.App"],
        ["LVW.Native.Cli"] =
        [
            "LVW.Native.Distributed.Mpi", "LVW.Native.Engine", "LVW.Native.Engine.Testing", "LVW.Native.Imaging", "LVW.Native.VisualWords", "LVW.Native.Viewer",
            "Spectre.Console", "System.CommandLine",
        ],
        ["LVW.Native.Imaging.ImageSharp"] = ["LVW.Native.Imaging", "SixLabors.ImageSharp"],
        ["LVW.Native.VisualWords.Parquet"] = ["LVW.Native.Imaging", "LVW.Native.VisualWords", "Parquet.Net"],
        ["LVW.Native.Distributed.Mpi"] = ["LVW.Native.Engine"],
    };

    public static TheoryData<string> Projects() => [.. Repository.Projects().Keys.Order(StringComparer.Ordinal)];

    public static TheoryData<string> Libraries() => ["LVW.Native.Distributed.Mpi", "LVW.Native.Engine", "LVW.Native.Engine.Testing", "LVW.Native.Imaging", "LVW.Native.VisualWords", "LVW.Native.Viewer"];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_names_only_what_lies_below_it(string project)
    {
        Assert.True(Allowed.ContainsKey(project), $"{project} has no place in the picture of the projects yet: add it to the list above.");
        Findings.None(Named(project).Except(Allowed[project]));
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void An_assembly_refers_only_to_what_lies_below_it(string library)
    {
        IEnumerable<string> references = Assembly.Load(library).GetReferencedAssemblies().Select(reference => reference.Name!);
        string[] framework = Allowed[library].Contains("Microsoft.AspNetCore.App") ? [.. Framework, .. WebFramework] : Framework;
        Findings.None(references.Where(name => !framework.Any(prefix => name == prefix || name.StartsWith(prefix + ".", StringComparison.Ordinal))).Except(Allowed[library]));
    }

    [Fact]
    public void Nothing_but_the_command_line_writes_to_the_console()
        => Findings.None(Libraries().Select(row => row.Data).Where(library => RefersTo(library, "System.Console")));

    [Fact]
    public void Ilgpu_is_used_only_in_folders_and_files_of_the_gpu()
        => Findings.None(Repository.SourceFiles("src")
            .Where(file => File.ReadLines(Path.Combine(Repository.Root, file)).Any(line => line.StartsWith("using ILGPU", StringComparison.Ordinal)))
            .Where(file => !file.Contains("/Gpu/", StringComparison.Ordinal) && !file.Contains(".Gpu", StringComparison.Ordinal) && !Path.GetFileName(file).StartsWith("GpuDevice", StringComparison.Ordinal)));

    private static bool RefersTo(string library, string assembly)
        => Assembly.Load(library).GetReferencedAssemblies().Any(reference => reference.Name == assembly);

    private static IEnumerable<string> Named(string project)
    {
        var document = XDocument.Load(Repository.Projects()[project]);
        IEnumerable<string> projects = Includes(document, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/')));
        return projects.Concat(Includes(document, "PackageReference")).Concat(Includes(document, "FrameworkReference"));
    }

    private static IEnumerable<string> Includes(XDocument document, string element)
        => document.Descendants(element).Select(item => item.Attribute("Include")!.Value);
}
