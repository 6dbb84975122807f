namespace LVW.Native.Engine.Devices;

/// <summary>A device cannot hold what it was asked to; the message names the bytes and the remedy.</summary>
public sealed class DeviceMemoryException(string message, Exception? inner = null) : Exception(message, inner);
