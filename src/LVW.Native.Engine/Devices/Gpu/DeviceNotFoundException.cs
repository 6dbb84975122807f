namespace LVW.Native.Engine.Devices.Gpu;

/// <summary>A device was asked for that this machine does not have; the message says what was looked for, what was found, what to do.</summary>
public sealed class DeviceNotFoundException(string message) : Exception(message)
{
    internal static DeviceNotFoundException For(GpuApi api, int index)
    {
        string wanted = $"{(api == GpuApi.Cuda ? "cuda" : "opencl")}:{index}";
        string reason = NativeLibraries.FirstThatLoads(api) is null
            ? GpuDiscovery.Searched(api)
            : $"{GpuDiscovery.Searched(api)}, but it reports no device with that number that can be used";
        IReadOnlyList<DeviceDescription> found = DeviceCatalogue.Found();
        string devices = string.Join("; ", found.Select(device => $"{device.Name} ({device.Description})"));
        string remedy = api == GpuApi.Cuda
            ? "Install NVIDIA's driver and check it with nvidia-smi (in a container: start it with --gpus all), or choose one of the devices found."
            : "Install the OpenCL driver of your hardware (pocl-opencl-icd runs on any processor) and check it with clinfo, or choose one of the devices found.";
        return new DeviceNotFoundException($"Device {wanted} was not found: {reason}. Devices found: {devices}. {remedy}");
    }
}
