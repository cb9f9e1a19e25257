using System.Collections.Concurrent;
using System.Net;
using Heldspace.Intake;
using Models = Microsoft.Graph.Models;

namespace Heldspace.Azure.Graph;

/// <summary>Folders at the top of a mailbox by the name people see, made where missing. Their ids are remembered for the process's life.</summary>
internal sealed class MailFolders(GraphConnection graph)
{
    private readonly ConcurrentDictionary<(EmailAddress Mailbox, string Name), string> _known = new();

    public async Task<string> Find(EmailAddress mailbox, string name, CancellationToken cancellation)
    {
        if (_known.TryGetValue((mailbox, name), out var known))
        {
            return known;
        }

        var found = await Look(mailbox, name, cancellation) ?? await Make(mailbox, name, cancellation);
        _known[(mailbox, name)] = found;
        return found;
    }

    /// <summary>Somebody has deleted the folder that this id was of.</summary>
    public void Forget(EmailAddress mailbox, string name, string id) => _known.TryRemove(new((mailbox, name), id));

    private async Task<string?> Look(EmailAddress mailbox, string name, CancellationToken cancellation)
    {
        var request = graph.Client.Users[mailbox.Text].MailFolders.ToGetRequestInformation(asked =>
        {
            asked.QueryParameters.Filter = $"displayName eq '{name.Replace("'", "''", StringComparison.Ordinal)}'";
            asked.QueryParameters.Select = ["id", "displayName"];
        });
        using var answer = await graph.Ask(request, mailbox, Repeat.Always, cancellation);
        return answer.RootElement.Each("value").Select(folder => folder.Text("id")).FirstOrDefault(id => id is not null);
    }

    private async Task<string> Make(EmailAddress mailbox, string name, CancellationToken cancellation)
    {
        var request = graph.Client.Users[mailbox.Text].MailFolders.ToPostRequestInformation(new Models.MailFolder { DisplayName = name });
        try
        {
            // A second folder of the same name is refused, so that asking again is safe.
            using var answer = await graph.Ask(request, mailbox, Repeat.Always, cancellation);
            if (answer.RootElement.Text("id") is { } id)
            {
                return id;
            }
        }
        catch (GraphFault exists) when (exists.Status == HttpStatusCode.Conflict || exists.Says("ErrorFolderExists"))
        {
            // Another instance made it in between.
        }

        return await Look(mailbox, name, cancellation)
            ?? throw new GraphFault("A mail folder that exists cannot be found.", null, null) { IsTransient = true };
    }
}
