namespace LVW.Native.VisualWords.Tests.Data;

/// <summary>A folder that lives as long as a test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("lvw-test-").FullName;

    public string In(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Creates empty files (and their folders) named relative to this folder.</summary>
    public TemporaryFolder Add(params string[] names)
    {
        foreach (string name in names) Add(name, []);
        return this;
    }

    public TemporaryFolder Add(string name, byte[] content)
    {
        string file = In(name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, content);
        return this;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
