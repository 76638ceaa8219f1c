namespace Purser.Outside.Moving;

/// <summary>Tells which objects there are, for moving an installation and for nothing else.</summary>
public interface IObjectTransfer
{
    /// <summary>Every object whose key begins with the folder's name and a stroke, each once.</summary>
    /// <param name="folder">One of <see cref="ObjectFolders.All"/>: other things may share the store.</param>
    /// <param name="stop">Gives up.</param>
    IAsyncEnumerable<ObjectKey> List(string folder, CancellationToken stop);
}

/// <summary>The folders that are the product's own.</summary>
public static class ObjectFolders
{
    /// <summary>Pages with their aliases, photos that are shown, and photos that wait to be.</summary>
    public static readonly IReadOnlyList<string> All = ["g", "photos", "held"];
}
