using System.Text.RegularExpressions;
using Xunit;

namespace LVW.Native.House.Tests;

/// <summary>What can be told of the container recipes without building them: no builder is at hand here.</summary>
public sealed partial class DeployDockerfileTests
{
    private static readonly string[] Known =
        ["ADD", "ARG", "CMD", "COPY", "ENTRYPOINT", "ENV", "EXPOSE", "FROM", "HEALTHCHECK", "LABEL", "ONBUILD", "RUN", "SHELL", "STOPSIGNAL", "USER", "VOLUME", "WORKDIR"];

    public static TheoryData<string> Files() => ["Dockerfile", "Dockerfile.cuda"];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_instruction_is_one_that_docker_knows(string file)
        => Findings.None(Instructions(file).Where(instruction => !Known.Contains(instruction.Name)));

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_file_that_is_copied_exists(string file)
        => Findings.None(Copies(file).Where(copy => copy.From is null).SelectMany(copy => copy.Sources).Where(source => !Path.Exists(Path.Combine(Repository.Root, source))));

    [Theory]
    [MemberData(nameof(Files))]
    public void A_stage_copies_from_stages_before_it(string file)
    {
        var stages = new HashSet<string>();
        foreach ((string name, string arguments) in Instructions(file))
        {
            if (name == "FROM" && arguments.Split(" AS ") is [_, string stage]) stages.Add(stage);
            else if (name == "COPY" && From().Match(arguments) is { Success: true } match) Assert.Contains(match.Groups[1].Value, stages);
        }

        Assert.Contains("lvw", stages);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_base_image_is_an_argument_and_names_no_registry(string file)
    {
        Dictionary<string, string> arguments = Instructions(file).Where(instruction => instruction.Name == "ARG").Select(instruction => instruction.Arguments.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        foreach ((_, string image) in Instructions(file).Where(instruction => instruction.Name == "FROM"))
        {
            string argument = Argument().Match(image).Groups[1].Value;
            Assert.True(arguments.TryGetValue(argument, out string? value), $"{image} is no argument that was declared before it");
            Assert.DoesNotContain('/', value);
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Everything_that_the_command_line_is_built_from_is_copied(string file)
    {
        string[] copied = [.. Copies(file).Where(copy => copy.From is null).SelectMany(copy => copy.Sources)];
        string[] needed = ["Directory.Build.props", "Directory.Packages.props", "global.json", "src", "datasets"];
        Findings.None(needed.Except(copied));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void What_is_started_is_what_was_published(string file)
    {
        Instruction[] all = [.. Instructions(file)];
        string output = all.Single(one => one.Name == "RUN" && one.Arguments.StartsWith("dotnet publish", StringComparison.Ordinal)).Arguments.Split(" -o ")[1];
        Assert.Contains(Copies(file), copy => copy.From == "build" && copy.Sources.Contains(output) && copy.Target == output);
        Assert.Contains(all, one => one.Name == "ENV" && one.Arguments.Contains($"PATH=\"{output}:", StringComparison.Ordinal));
        Assert.Contains(all, one => one.Name == "ENTRYPOINT" && one.Arguments == "[\"lvw\"]");
    }

    // Lines that end in a backslash go on; comments and empty lines are nothing.
    private static IEnumerable<Instruction> Instructions(string file)
    {
        string joined = string.Join('\n', File.ReadLines(Path.Combine(Deployment.Folder, file)).Where(line => !line.TrimStart().StartsWith('#'))).Replace("\\\n", " ", StringComparison.Ordinal);
        foreach (string line in joined.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            int end = line.IndexOf(' ', StringComparison.Ordinal);
            yield return end < 0 ? new Instruction(line, "") : new Instruction(line[..end], line[(end + 1)..].Trim());
        }
    }

    private static IEnumerable<Copied> Copies(string file)
    {
        foreach ((_, string arguments) in Instructions(file).Where(instruction => instruction.Name == "COPY"))
        {
            Match match = From().Match(arguments);
            string[] words = [.. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(word => !word.StartsWith("--", StringComparison.Ordinal))];
            yield return new Copied(match.Success ? match.Groups[1].Value : null, words[..^1], words[^1]);
        }
    }

    [GeneratedRegex(@"--from=(\S+)")]
    private static partial Regex From();

    [GeneratedRegex(@"^\$\{(\w+)\}")]
    private static partial Regex Argument();

    private sealed record Instruction(string Name, string Arguments);

    private sealed record Copied(string? From, string[] Sources, string Target);
}
