namespace LVW.Native.Engine.Testing;

/// <summary>A check has failed; the message says where and how to reproduce it.</summary>
/// <param name="result">The failed result.</param>
public sealed class OpCheckException(CheckResult result) : Exception(result.ToString())
{
    /// <summary>The failed result.</summary>
    public CheckResult Result { get; } = result;
}
