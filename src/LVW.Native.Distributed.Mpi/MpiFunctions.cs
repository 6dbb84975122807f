using System.Runtime.InteropServices;

namespace LVW.Native.Distributed.Mpi;

/// <summary>
/// The functions of MPI 3 that are used; <see cref="MpiLibrary"/> finds the library behind the name. Handles are passed as native integers: Open MPI's
/// are pointers, MPICH's 32-bit integers, of which a callee reads the low half of a register or, on little-endian machines, of memory.
/// </summary>
internal static unsafe partial class MpiFunctions
{
    public const string Library = "mpi";

    [LibraryImport(Library)]
    public static partial int MPI_Init_thread(int* argc, byte*** argv, int required, int* provided);

    [LibraryImport(Library)]
    public static partial int MPI_Finalize();

    [LibraryImport(Library)]
    public static partial int MPI_Abort(nint communicator, int exitCode);

    [LibraryImport(Library)]
    public static partial int MPI_Comm_rank(nint communicator, int* rank);

    [LibraryImport(Library)]
    public static partial int MPI_Comm_size(nint communicator, int* size);

    [LibraryImport(Library)]
    public static partial int MPI_Comm_set_errhandler(nint communicator, nint handler);

    [LibraryImport(Library)]
    public static partial int MPI_Error_string(int code, byte* text, int* length);

    [LibraryImport(Library)]
    public static partial int MPI_Get_library_version(byte* text, int* length);

    [LibraryImport(Library)]
    public static partial int MPI_Iallreduce(void* send, void* receive, int count, nint type, nint operation, nint communicator, nint* request);

    [LibraryImport(Library)]
    public static partial int MPI_Iallgather(void* send, int sendCount, nint sendType, void* receive, int receiveCount, nint receiveType, nint communicator, nint* request);

    [LibraryImport(Library)]
    public static partial int MPI_Ibcast(void* buffer, int count, nint type, int root, nint communicator, nint* request);

    [LibraryImport(Library)]
    public static partial int MPI_Ibarrier(nint communicator, nint* request);

    [LibraryImport(Library)]
    public static partial int MPI_Test(nint* request, int* done, nint status);
}
