using LVW.Native.Engine.Checkpoints;
using Xunit;

namespace LVW.Native.Engine.Tests.Checkpoints;

/// <summary>Names that would make files that cannot be read, or archives that leave their folder, are refused before anything is written.</summary>
public sealed class WritableNamesTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("lvw-test-").FullName;

    public static TheoryData<string, string> Refused => new()
    {
        { "x.safetensors", "__metadata__" },
        { "x.npz", "../../tmp/evil" },
        { "x.npz", "a/../../evil" },
        { "x.npz", "/etc/evil" },
        { "x.npz", "..\\evil" },
        { "x.npz", "C:evil" },
        { "x.npz", "line\nline" },
        { "x.npz", new string('a', 65_532) },
        { "x.npz", new string('ä', 40_000) },
    };

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_name_that_the_format_cannot_keep_is_an_error_that_names_the_file(string file, string name)
    {
        string path = Path.Combine(folder, file);
        string message = Assert.Throws<CheckpointException>(() => Write(path, name)).Message;
        Assert.StartsWith(path, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
        Assert.Empty(Directory.GetFileSystemEntries(folder));
    }

    [Theory]
    [InlineData("x.safetensors", "../evil")]
    [InlineData("x.pth", "__metadata__")]
    [InlineData("x.npz", "__metadata__")]
    [InlineData("x.npz", "blocks/0..1/weight")]
    [InlineData("x.npz", "")]
    public void Any_other_name_is_kept(string file, string name)
    {
        string path = Path.Combine(folder, file);
        Write(path, name);
        Assert.Equal([name], CheckpointFile.ReadStateDict(path).Keys);
    }

    [Theory]
    [InlineData("x.safetensors")]
    [InlineData("x.pth")]
    [InlineData("x.npz")]
    public void Two_tensors_of_one_name_are_an_error(string file)
        => Assert.Contains("two tensors", Assert.Throws<CheckpointException>(() => Write(Path.Combine(folder, file), "a", "b", "a")).Message, StringComparison.Ordinal);

    private static void Write(string path, params string[] names)
        => CheckpointWriter.Write(path, [.. names.Select(name => RawTensor.Of(name, HostTensor.Scalar(1)))], new Dictionary<string, string>());
}
