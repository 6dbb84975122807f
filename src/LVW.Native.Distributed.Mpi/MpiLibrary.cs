using System.Reflection;
using System.Runtime.InteropServices;
using LVW.Native.Engine.Distributed;

namespace LVW.Native.Distributed.Mpi;

/// <summary>The machine's own MPI library and the constants of its binary interface: Open MPI's or MPICH's (also that of MVAPICH2 and Intel MPI).</summary>
internal sealed class MpiLibrary
{
    /// <summary>Names a library file that is to be used instead of what is found.</summary>
    public const string PathVariable = "LVW_MPI_LIBRARY";

    private static readonly string[] OpenMpiNames = ["libmpi.so.40", "libmpi.40.dylib"];
    private static readonly string[] MpichNames = ["libmpich.so.12", "libmpi.so.12", "libmpi.12.dylib", "msmpi.dll"];

    private MpiLibrary(nint module, string path)
    {
        (Module, Path) = (module, path);
        IsOpenMpi = NativeLibrary.TryGetExport(module, "ompi_mpi_comm_world", out nint world);
        if (IsOpenMpi)
        {
            World = world;
            Float = NativeLibrary.GetExport(module, "ompi_mpi_float");
            Double = NativeLibrary.GetExport(module, "ompi_mpi_double");
            Byte = NativeLibrary.GetExport(module, "ompi_mpi_byte");
            Sum = NativeLibrary.GetExport(module, "ompi_mpi_op_sum");
            ErrorsReturn = NativeLibrary.GetExport(module, "ompi_mpi_errors_return");
            (InPlace, IgnoreStatus) = (1, 0);
        }
        else
        {
            (World, Float, Double, Byte) = (0x44000000, 0x4c00040a, 0x4c00080b, 0x4c00010d);
            (Sum, ErrorsReturn) = (0x58000003, 0x54000001);
            (InPlace, IgnoreStatus) = (-1, 1);
        }
    }

    public nint Module { get; }

    public string Path { get; }

    public bool IsOpenMpi { get; }

    public nint World { get; }

    public nint Float { get; }

    public nint Double { get; }

    public nint Byte { get; }

    public nint Sum { get; }

    public nint ErrorsReturn { get; }

    public nint InPlace { get; }

    public nint IgnoreStatus { get; }

    /// <summary>Whether the library says that it reads and writes a GPU's memory.</summary>
    public unsafe bool IsCudaAware => NativeLibrary.TryGetExport(Module, "MPIX_Query_cuda_support", out nint query) && ((delegate* unmanaged<int>)query)() == 1;

    /// <summary>Finds the library: the one that is named, else first the kind of which the launcher is.</summary>
    /// <param name="launch">What the environment tells of the launcher.</param>
    /// <param name="variable">Reads a variable of the environment.</param>
    /// <exception cref="CollectiveException">There is none, or the one named is no MPI.</exception>
    public static MpiLibrary Find(MpiLaunch launch, Func<string, string?> variable)
    {
        string? named = variable(PathVariable);
        string[] names = named is { Length: > 0 } ? [named] : launch.IsOpenMpi ? [.. OpenMpiNames, .. MpichNames] : [.. MpichNames, .. OpenMpiNames];
        foreach (string name in names)
        {
            if (!NativeLibrary.TryLoad(name, out nint module)) continue;
            if (!NativeLibrary.TryGetExport(module, nameof(MpiFunctions.MPI_Iallreduce), out _)) throw new CollectiveException($"MPI: {name} is no library of MPI 3 or later. Name another one with {PathVariable}.");
            return new MpiLibrary(module, name);
        }

        throw new CollectiveException(named is { Length: > 0 }
            ? $"MPI: {named}, which {PathVariable} names, cannot be loaded. Check the path."
            : $"MPI: no library was found (looked for {string.Join(", ", names)}). Install Open MPI or MPICH, or name the library's file with {PathVariable}.");
    }

    /// <summary>Lets the declared functions be found in this library; a process can use one only.</summary>
    public void Bind() => NativeLibrary.SetDllImportResolver(typeof(MpiLibrary).Assembly, Resolve);

    private nint Resolve(string name, Assembly assembly, DllImportSearchPath? path) => name == MpiFunctions.Library ? Module : 0;
}
