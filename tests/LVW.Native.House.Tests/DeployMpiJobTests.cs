using System.Globalization;
using System.Text.RegularExpressions;
using Xunit;

namespace LVW.Native.House.Tests;

/// <summary>The MPIJob against what the operator's version v2beta1 asks for; no cluster is at hand here.</summary>
public sealed partial class DeployMpiJobTests
{
    private readonly Dictionary<string, object> job = (Dictionary<string, object>)PlainYaml.Parse(File.ReadAllText(Path.Combine(Deployment.Folder, "mpijob.yaml")));

    [Fact]
    public void It_is_a_job_of_the_operators_second_version()
    {
        Assert.Equal("kubeflow.org/v2beta1", Text(job, "apiVersion"));
        Assert.Equal("MPIJob", Text(job, "kind"));
        Assert.Matches("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$", Text(job, "metadata", "name"));
        Assert.True(int.Parse(Text(job, "spec", "slotsPerWorker"), CultureInfo.InvariantCulture) >= 1);
        Assert.Contains(Text(job, "spec", "mpiImplementation"), (string[])["OpenMPI", "Intel", "MPICH"]);
        Assert.Contains(Text(job, "spec", "runPolicy", "cleanPodPolicy"), (string[])["All", "Running", "None"]);
    }

    // A key that the operator does not know is dropped by the server, and what it should have done never happens.
    [Fact]
    public void It_holds_no_key_that_the_operator_does_not_know()
    {
        Findings.None(Keys(job).Except(["apiVersion", "kind", "metadata", "spec"]));
        Findings.None(Keys(Map(job, "spec")).Except(["slotsPerWorker", "launcherCreationPolicy", "sshAuthMountPath", "mpiImplementation", "runPolicy", "mpiReplicaSpecs", "runLauncherAsWorker"]));
        Findings.None(Keys(Map(job, "spec", "runPolicy")).Except(["cleanPodPolicy", "ttlSecondsAfterFinished", "activeDeadlineSeconds", "backoffLimit", "schedulingPolicy", "suspend", "managedBy"]));
        Assert.Equal(["Launcher", "Worker"], Keys(Map(job, "spec", "mpiReplicaSpecs")));
        foreach (string role in Keys(Map(job, "spec", "mpiReplicaSpecs"))) Findings.None(Keys(Map(job, "spec", "mpiReplicaSpecs", role)).Except(["replicas", "restartPolicy", "template"]));
    }

    [Theory]
    [InlineData("Launcher")]
    [InlineData("Worker")]
    public void Each_container_says_what_it_runs_and_how_much_it_may_take(string role)
    {
        Dictionary<string, object> container = Container(role);
        foreach (string key in (string[])["name", "image", "command", "args", "resources"]) Assert.True(container.ContainsKey(key), $"{role} has no {key}");
        Assert.NotEmpty((List<object>)container["command"]);
        Assert.Matches("^[0-9]+(\\.[0-9]+)?(m|)$", Text(container, "resources", "limits", "cpu"));
        Assert.Matches("^[0-9]+(Ki|Mi|Gi|Ti)$", Text(container, "resources", "limits", "memory"));
    }

    [Fact]
    public void There_are_as_many_ranks_as_slots()
    {
        int workers = int.Parse(Text(job, "spec", "mpiReplicaSpecs", "Worker", "replicas"), CultureInfo.InvariantCulture);
        int slots = int.Parse(Text(job, "spec", "slotsPerWorker"), CultureInfo.InvariantCulture);
        Assert.Equal("1", Text(job, "spec", "mpiReplicaSpecs", "Launcher", "replicas"));
        Assert.Equal((workers * slots).ToString(CultureInfo.InvariantCulture), After("-n"));
        Assert.Equal(Text(Container("Worker"), "resources", "limits", "cpu"), After("--threads"));
    }

    [Fact]
    public void What_ranks_read_and_write_lies_in_volumes_of_the_workers()
    {
        string[] mounted = [.. ((List<object>)Container("Worker")["volumeMounts"]).Select(mount => Text((Dictionary<string, object>)mount, "mountPath"))];
        foreach (string path in (string[])[After("--data"), After("--out")]) Assert.Contains(mounted, mount => path == mount || path.StartsWith(mount + "/", StringComparison.Ordinal));
        IEnumerable<string> mounts = ((List<object>)Container("Worker")["volumeMounts"]).Select(mount => Text((Dictionary<string, object>)mount, "name"));
        IEnumerable<string> volumes = ((List<object>)Map(job, "spec", "mpiReplicaSpecs", "Worker", "template", "spec")["volumes"]).Select(volume => Text((Dictionary<string, object>)volume, "name"));
        Assert.Equal(volumes.Order(), mounts.Order());
    }

    [Fact]
    public void The_job_and_the_image_agree_on_user_home_and_port()
    {
        string dockerfile = File.ReadAllText(Path.Combine(Deployment.Folder, "Dockerfile"));
        string server = File.ReadAllText(Path.Combine(Deployment.Folder, "ssh-server.conf"));
        string user = UserNumber().Match(dockerfile).Groups[1].Value;
        Assert.All((string[])["Launcher", "Worker"], role => Assert.Equal(user, Text(Container(role), "securityContext", "runAsUser")));
        Assert.Contains($"HostKey {Text(job, "spec", "sshAuthMountPath")}/id_rsa", server);
        Assert.Contains((string)((List<object>)Container("Worker")["args"])[^1], dockerfile);
        Assert.Equal(Port().Match(server).Value.Trim(), Port().Match(File.ReadAllText(Path.Combine(Deployment.Folder, "ssh-client.conf"))).Value.Trim());
    }

    [Theory]
    [InlineData("a: 1\nb:\n  - x\n  - y: 2\n    z: \"3\"\n", "{a=1; b=[x, {y=2; z=3}]}")]
    [InlineData("a:\n- b\n# nothing\nc: d:e\n", "{a=[b]; c=d:e}")]
    public void The_reader_of_these_tests_reads_yaml(string text, string expected) => Assert.Equal(expected, Written(PlainYaml.Parse(text)));

    [Theory]
    [InlineData("a:\n")]
    [InlineData("a: 1\n  b: 2\n")]
    [InlineData("a: \"1\n")]
    [InlineData("only words\n")]
    public void The_reader_of_these_tests_refuses_what_is_no_yaml(string text) => Assert.Throws<FormatException>(() => PlainYaml.Parse(text));

    private Dictionary<string, object> Container(string role)
        => (Dictionary<string, object>)Assert.Single((List<object>)Map(job, "spec", "mpiReplicaSpecs", role, "template", "spec")["containers"]);

    private string After(string option)
    {
        var arguments = (List<object>)Container("Launcher")["args"];
        return (string)arguments[arguments.IndexOf(option) + 1];
    }

    private static Dictionary<string, object> Map(Dictionary<string, object> from, params string[] path) => path.Aggregate(from, (map, key) => (Dictionary<string, object>)map[key]);

    private static string Text(Dictionary<string, object> from, params string[] path) => (string)Map(from, path[..^1])[path[^1]];

    private static IEnumerable<string> Keys(Dictionary<string, object> map) => map.Keys;

    private static string Written(object node) => node switch
    {
        Dictionary<string, object> map => $"{{{string.Join("; ", map.Select(pair => $"{pair.Key}={Written(pair.Value)}"))}}}",
        List<object> list => $"[{string.Join(", ", list.Select(Written))}]",
        _ => (string)node,
    };

    [GeneratedRegex(@"--uid (\d+)")]
    private static partial Regex UserNumber();

    [GeneratedRegex(@"(?m)^\s*Port \d+")]
    private static partial Regex Port();
}
