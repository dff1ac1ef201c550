namespace Examples;

/// <summary>Small helpers for collections.</summary>
public static class Collections
{
    /// <summary>Splits a sequence into batches of at most a given size.</summary>
    public static IEnumerable<T[]> Batches<T>(IEnumerable<T> items, int size) => items.Chunk(size);

    /// <summary>Searches a sorted list for a value by halving the range: binary search.</summary>
    public static int BinarySearch(IReadOnlyList<int> sorted, int value)
    {
        var (low, high) = (0, sorted.Count - 1);
        while (low <= high)
        {
            var middle = low + ((high - low) / 2);
            if (sorted[middle] == value)
            {
                return middle;
            }

            (low, high) = sorted[middle] < value ? (middle + 1, high) : (low, middle - 1);
        }

        return -1;
    }

    /// <summary>Shuffles a list at random so that every order is equally likely (Fisher and Yates).</summary>
    public static void Shuffle<T>(IList<T> items, Random random)
    {
        for (var i = items.Count - 1; i > 0; i--)
        {
            var j = random.Next(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    /// <summary>Removes duplicates and keeps the first of each, in order.</summary>
    public static List<T> WithoutDuplicates<T>(IEnumerable<T> items)
    {
        var seen = new HashSet<T>();
        return [.. items.Where(seen.Add)];
    }

    /// <summary>Retries an operation that fails, and waits longer after each attempt: exponential backoff.</summary>
    public static async Task<T> RetryAsync<T>(Func<Task<T>> operation, int attempts, TimeSpan delay)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await operation();
            }
            catch (HttpRequestException) when (attempt < attempts)
            {
                await Task.Delay(delay * Math.Pow(2, attempt - 1));
            }
        }
    }

    /// <summary>Computes the median of numbers: the middle one, or the mean of the two in the middle.</summary>
    public static double Median(IEnumerable<double> numbers)
    {
        var sorted = numbers.Order().ToArray();
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
