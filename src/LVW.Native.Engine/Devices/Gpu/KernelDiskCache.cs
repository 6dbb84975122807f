using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace LVW.Native.Engine.Devices.Gpu;

/// <summary>
/// Keeps translated kernels between runs. A file is named by what decides its content: the kernel's type, the builds of all assemblies
/// that its type names, of the engine and of ILGPU, and the target; whatever changes one of these asks for another file. A file that
/// cannot be read, or whose checksum is wrong, is translated again.
/// </summary>
internal sealed class KernelDiskCache
{
    private const string Format = "2";

    /// <summary>Where kernels are kept unless told otherwise.</summary>
    public static readonly string UsersFolder = Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "lvw", "kernels");

    private readonly string? folder;

    /// <param name="setting">A folder; null for the user's, empty for none.</param>
    public KernelDiskCache(string? setting)
    {
        folder = setting ?? UsersFolder;
        if (folder.Length == 0) folder = null;
    }

    public KernelText? Find(KernelRequest request, string target)
    {
        if (folder is null) return null;
        try
        {
            string path = PathOf(request, target);
            if (!File.Exists(path)) return null;
            Entry? entry = JsonSerializer.Deserialize<Entry>(File.ReadAllText(path));
            return entry is { Text.Source: not null } && entry.Checksum == Checksum(entry.Text.ToString()) ? entry.Text : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    public void Keep(KernelRequest request, string target, KernelText text)
    {
        if (folder is null) return;
        string temporary = Path.Combine(folder, $"{Guid.NewGuid():N}.tmp");
        try
        {
            Directory.CreateDirectory(folder);
            string path = PathOf(request, target);
            File.WriteAllText(temporary, JsonSerializer.Serialize(new Entry(request.DisplayName, target, Checksum(text.ToString()), text)));
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A cache that cannot be written costs the next start its time and nothing else.
            Forget(temporary);
        }
    }

    private static void Forget(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Then it stays.
        }
    }

    private string PathOf(KernelRequest request, string target)
    {
        var key = new StringBuilder(Format);
        key.Append('\n').Append(target).Append('\n').Append(request.Kernel).Append('\n').Append(request.Specialization);
        foreach (Guid build in BuildsOf(request.Kernel).Distinct().Order()) key.Append('\n').Append(build);
        return Path.Combine(folder!, Checksum(key.ToString())[..40] + ".json");
    }

    private static IEnumerable<Guid> BuildsOf(Type type)
    {
        yield return typeof(GpuKernelEntry).Module.ModuleVersionId;
        yield return typeof(ILGPU.Context).Module.ModuleVersionId;
        yield return type.Module.ModuleVersionId;
        foreach (Type argument in type.GetGenericArguments())
        {
            foreach (Guid build in BuildsOf(argument)) yield return build;
        }
    }

    private static string Checksum(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private sealed record Entry(string Kernel, string Target, string Checksum, KernelText Text);
}
