namespace LVW.Native.Viewer.Tests.Support;

/// <summary>Text that others wait for the first line of.</summary>
internal sealed class FirstLine : StringWriter
{
    private readonly TaskCompletionSource<string> first = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<string> Line => first.Task;

    public override void WriteLine(string? value)
    {
        base.WriteLine(value);
        first.TrySetResult(value ?? "");
    }
}
