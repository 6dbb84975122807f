namespace LVW.Native.Engine.Devices.Gpu;

/// <summary>Programs of the CUDA toolkit, which nothing needs: they assemble and show kernels where somebody has them.</summary>
public static class CudaTools
{
    /// <summary>The path of a program (<c>ptxas</c>, <c>cuobjdump</c>), or null where PATH does not have it.</summary>
    public static string? Find(string program)
        => (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? program + ".exe" : program))
            .FirstOrDefault(File.Exists);
}
