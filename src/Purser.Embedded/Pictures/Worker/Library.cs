using System.Runtime.InteropServices;
using NetVips;

namespace Purser.Embedded.Pictures.Worker;

/// <summary>libvips, opened for hostile files: four decoders, one thread, nothing remembered.</summary>
internal static class Library
{
    private const string File = "libvips.so.42";

    /// <summary>What the decoders say of a file whose end is missing.</summary>
    private static readonly string[] Cut = ["premature end", "truncated", "end of image", "EOF", "too short"];

    private static readonly string[] Decoders =
        ["VipsForeignLoadJpeg", "VipsForeignLoadPng", "VipsForeignLoadWebp", "VipsForeignLoadHeif"];

    /// <summary>Opens it. Not null: why it cannot be.</summary>
    public static string? Open()
    {
        try
        {
            if (!ModuleInitializer.VipsInitialized && !Begin()) return "libvips does not start";
        }
        catch (Exception fault) when (fault is DllNotFoundException or EntryPointNotFoundException)
        {
            return fault.Message;
        }

        NetVips.NetVips.BlockUntrusted = true;
        Operation.Block("VipsForeignLoad", true);
        foreach (var decoder in Decoders) Operation.Block(decoder, false);
        NetVips.NetVips.Concurrency = 1;
        Cache.Max = 0;
        Cache.MaxMem = 0;
        Cache.MaxFiles = 0;
        return null;
    }

    /// <summary>Why a decoder gave up, for a person.</summary>
    public static string WordsOf(VipsException fault)
    {
        var said = fault.Message;
        if (Cut.Any(Says)) return "the picture is broken: its end is missing";
        if (Says("out of memory") || Says("unable to allocate"))
            return "the picture takes more memory to decode than a picture may";
        return "the picture is broken: it cannot be decoded";

        bool Says(string words) => said.Contains(words, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>
    /// The published program leaves out that NetVips starts libvips by itself when a program starts: only
    /// this process shall. So it is done here.
    /// </summary>
    private static bool Begin()
    {
        NativeLibrary.SetDllImportResolver(
            typeof(Image).Assembly, (_, assembly, path) => NativeLibrary.Load(File, assembly, path));
        return NetVips.NetVips.Init();
    }
}
