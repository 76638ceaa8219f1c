namespace Purser.Host.Commands;

/// <summary>What the program's exit code says. Documented in the README; scripts rely on it.</summary>
public static class ExitCodes
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>Refused: the request is understood, and a rule is against it.</summary>
    public const int Refused = 1;

    /// <summary>The command line, a setting or a file of the operator is not right.</summary>
    public const int Usage = 2;

    /// <summary>There is no such thing.</summary>
    public const int NotFound = 3;

    /// <summary>Something outside did not answer; trying again may work.</summary>
    public const int Unavailable = 4;

    /// <summary>Another process holds the data folder.</summary>
    public const int Busy = 5;

    /// <summary>
    /// Looked at, and not all is well (<c>doctor</c>, <c>book</c> with a surface that failed, <c>preview</c>
    /// of a page that would be held back).
    /// </summary>
    public const int NotWell = 6;

    /// <summary>Something is broken inside the program.</summary>
    public const int Bug = 70;

    /// <summary>The code of an HTTP status.</summary>
    public static int Of(int status) => status switch
    {
        < 300 => Done,
        404 => NotFound,
        502 or 503 or 504 => Unavailable,
        500 => Bug,
        _ => Refused,
    };
}
