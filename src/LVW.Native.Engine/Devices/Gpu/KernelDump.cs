using System.Diagnostics;

namespace LVW.Native.Engine.Devices.Gpu;

/// <summary>Writes what kernels become: their PTX, and where the CUDA toolkit is on PATH also the machine code of a GPU.</summary>
public static class KernelDump
{
    /// <summary>Writes a file <c>.ptx</c> for each kernel, and <c>.sass</c> where <c>ptxas</c> and <c>cuobjdump</c> are.</summary>
    /// <param name="folder">Where to write; created if missing.</param>
    /// <param name="kernels">The kernels.</param>
    /// <param name="architecture">The GPU of the machine code, such as <c>sm_80</c> or <c>sm_90a</c>.</param>
    public static Result Write(string folder, IEnumerable<Type> kernels, string architecture = "sm_90a")
    {
        ArgumentNullException.ThrowIfNull(kernels);
        Directory.CreateDirectory(folder);
        string? ptxas = CudaTools.Find("ptxas");
        string? cuobjdump = CudaTools.Find("cuobjdump");
        using var compiler = new PtxCompiler();
        int written = 0;
        int assembled = 0;
        string? problem = null;
        foreach (KernelRequest request in kernels.Select(KernelRequest.Of).OrderBy(request => request.DisplayName, StringComparer.Ordinal))
        {
            string stem = Path.Combine(folder, string.Join('_', request.DisplayName.Split(Path.GetInvalidFileNameChars().Concat("<>, ").ToArray(), StringSplitOptions.RemoveEmptyEntries)));
            File.WriteAllText(stem + ".ptx", PtxText.For(compiler.Compile(request), architecture));
            written++;
            if (ptxas is null || cuobjdump is null || problem is not null) continue;
            try
            {
                Run(ptxas, $"-arch={architecture}", stem + ".ptx", "-o", stem + ".cubin");
                File.WriteAllText(stem + ".sass", Run(cuobjdump, "-sass", stem + ".cubin"));
                File.Delete(stem + ".cubin");
                assembled++;
            }
            catch (InvalidOperationException exception)
            {
                // An older ptxas does not know this PTX; the text is worth having without it.
                problem = exception.Message;
            }
        }

        return new Result(written, assembled, problem);
    }

    /// <summary>What was written.</summary>
    /// <param name="Ptx">Kernels as PTX.</param>
    /// <param name="Sass">Kernels also as machine code.</param>
    /// <param name="Problem">Why the others are not, or null.</param>
    public sealed record Result(int Ptx, int Sass, string? Problem);

    private static string Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {error.Result.Trim()}");
    }
}
