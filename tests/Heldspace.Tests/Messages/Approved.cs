using System.Runtime.CompilerServices;

namespace Heldspace.Tests.Messages;

/// <summary>
/// Compares a text with the one that people approved, in <c>Approved/{name}.txt</c>. Where it differs the new one is written beside it as
/// <c>{name}.received.txt</c>: read both, and if the new one is right rename it.
/// </summary>
internal static class Approved
{
    public static void ShouldBeAsApproved(this string text, string name, [CallerFilePath] string test = "")
    {
        var folder = Path.Combine(Path.GetDirectoryName(test)!, "Approved");
        var approved = Path.Combine(folder, $"{name}.txt");
        var received = Path.Combine(folder, $"{name}.received.txt");
        var given = text.ReplaceLineEndings("\n").TrimEnd('\n') + "\n";
        if (File.Exists(approved) && File.ReadAllText(approved).ReplaceLineEndings("\n") == given)
        {
            File.Delete(received);
            return;
        }

        File.WriteAllText(received, given);
        throw new ShouldAssertException($"This is not what was approved as {name}.txt; it is written beside it as {name}.received.txt:\n\n{given}");
    }
}
