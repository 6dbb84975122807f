using System.Globalization;

namespace LVW.Native.Engine.Testing;

/// <summary>What one check found on one problem.</summary>
public sealed record CheckResult
{
    /// <summary>The case's name.</summary>
    public required string Case { get; init; }

    /// <summary>The check's name.</summary>
    public required string Check { get; init; }

    /// <summary>The device's name.</summary>
    public required string Device { get; init; }

    /// <summary>The seed that draws the problem again.</summary>
    public required ulong Seed { get; init; }

    /// <summary>The size that draws the problem again.</summary>
    public required int Size { get; init; }

    /// <summary>Shapes and geometry of the problem.</summary>
    public required string Problem { get; init; }

    /// <summary>The tolerance that applied.</summary>
    public required double Tolerance { get; init; }

    /// <summary>Why the tolerance is what it is.</summary>
    public required string Reason { get; init; }

    /// <summary>The largest relative error; infinite when the op threw, or gave NaN or a wrong shape.</summary>
    public double Error { get; init; }

    /// <summary>Where the largest error is: <c>gradient of x[0, 2, 1, 5]</c>.</summary>
    public string Worst { get; init; } = "";

    /// <summary>What the device computed there.</summary>
    public double Actual { get; init; }

    /// <summary>What it should have computed.</summary>
    public double Expected { get; init; }

    /// <summary>The exception that the op threw, if it did.</summary>
    public Exception? Exception { get; init; }

    /// <summary>Whether the error is within the tolerance.</summary>
    public bool Passed => Error <= Tolerance;

    /// <summary>Returns the result, or throws when it failed.</summary>
    /// <exception cref="OpCheckException">The check failed.</exception>
    public CheckResult ThrowIfFailed() => Passed ? this : throw new OpCheckException(this);

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"""
        {Case}: the {Check} check {(Passed ? "passed" : "failed")} on {Device}.
          problem    {Problem}
          reproduce  seed {Seed}, size {Size}
          worst      {Finding()}
          tolerance  {Tolerance:G3} ({Reason})
        """);

    private string Finding()
    {
        if (Exception is not null) return Exception.ToString();
        if (Worst.Length == 0) return "nothing to compare";
        return string.Create(CultureInfo.InvariantCulture, $"{Worst}: device {Actual:G9}, expected {Expected:G9}, relative error {Error:G3}");
    }
}
