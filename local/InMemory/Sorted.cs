namespace Heldspace.Local.InMemory;

/// <summary>Where a key stands, or would stand, in a sorted list.</summary>
internal static class Sorted
{
    /// <summary>Index of the first key that is not before <paramref name="key"/>, found by halving.</summary>
    public static int AtOrAfter<T>(this SortedList<string, T> list, string key)
    {
        var (low, high) = (0, list.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (string.CompareOrdinal(list.GetKeyAtIndex(middle), key) < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
