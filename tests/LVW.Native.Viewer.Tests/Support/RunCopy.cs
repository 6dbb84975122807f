namespace LVW.Native.Viewer.Tests.Support;

/// <summary>A copy of the finished run, to be edited or robbed of files.</summary>
internal sealed class RunCopy : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public RunCopy(FinishedRun finished)
    {
        Directory.CreateDirectory(Path);
        foreach (string file in Directory.GetFiles(finished.Run)) File.Copy(file, In(System.IO.Path.GetFileName(file)));
    }

    public string Path => folder.In("run");

    public string In(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => folder.Dispose();
}
