global using LVW.Native.Engine;
