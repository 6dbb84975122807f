using System.Diagnostics;
using System.Text.RegularExpressions;
using Xunit;

namespace LVW.Native.House.Tests;

/// <summary>The batch script for Slurm, with a stand-in for srun; no Slurm is at hand here.</summary>
public sealed partial class DeploySlurmTests
{
    private static readonly string Script = Path.Combine(Deployment.Folder, "slurm.sh");

    [Fact]
    public void It_is_a_script_that_bash_reads()
    {
        (int code, string output) = Run("bash", "-n", Script);
        Assert.True(code == 0, output);
    }

    [Fact]
    public void It_has_nothing_that_shellcheck_warns_of()
    {
        Assert.SkipUnless(Found("shellcheck"), "shellcheck is not installed here.");
        (int code, string output) = Run("shellcheck", Script);
        Assert.True(code == 0, output);
    }

    // sbatch stops reading its options at the first line that is neither a comment nor empty.
    [Fact]
    public void All_options_stand_before_the_first_command()
    {
        string[] lines = File.ReadAllLines(Script);
        int command = Array.FindIndex(lines, line => line.Length > 0 && !line.StartsWith('#'));
        int[] options = [.. lines.Index().Where(line => line.Item.StartsWith("#SBATCH", StringComparison.Ordinal)).Select(line => line.Index)];
        Assert.NotEmpty(options);
        Assert.All(options, at => Assert.True(at < command));
        Assert.All(options, at => Assert.Matches(Option(), lines[at]));
    }

    [Fact]
    public void It_trains_with_the_threads_of_a_task_and_goes_on_where_it_was()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("The script is for Linux.");
            return;
        }

        string folder = Directory.CreateTempSubdirectory("lvw-test-").FullName;
        try
        {
            string stand = Path.Combine(folder, "srun");
            File.WriteAllText(stand, "#!/bin/sh\nfor word in \"$@\"; do printf '%s\\n' \"$word\"; done\n");
            File.SetUnixFileMode(stand, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            (int code, string output) = Run(
                "env", $"PATH={folder}:{Environment.GetEnvironmentVariable("PATH")}", "SLURM_CPUS_PER_TASK=6", "bash", Script, "some pictures", "run", "--preset", "quick");
            Assert.True(code == 0, output);
            Assert.Equal(
                ["--mpi=pmix", "--kill-on-bad-exit=1", "--cpus-per-task=6", "lvw", "train", "--data", "some pictures", "--out", "run", "--threads", "6", "--resume", "--preset", "quick"],
                output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Without_folders_it_says_how_it_is_used()
    {
        (int code, string output) = Run("bash", Script, "pictures");
        Assert.Equal(2, code);
        Assert.Contains("usage:", output);
    }

    private static bool Found(string program)
        => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    private static (int Code, string Output) Run(string program, params string[] arguments)
    {
        Assert.SkipUnless(Found(program), $"{program} is not installed here.");
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.GetAwaiter().GetResult());
    }

    [GeneratedRegex("^#SBATCH --[a-z-]+(=\\S+)?$")]
    private static partial Regex Option();
}
