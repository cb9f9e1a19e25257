using System.Text.Json.Nodes;

namespace Heldspace.Local.Microsoft365.Web;

/// <summary>Mailboxes, folders, messages, mail that left, and a form to deliver a mail.</summary>
internal sealed class MailPages(Tenant tenant)
{
    public string Mailboxes() => Layout.Page("Mailboxes", Markup.Of($"""
        <h1>Mailboxes</h1>
        <div class="scroll"><table>
        <thead><tr><th scope="col">Name</th><th scope="col">Address</th><th scope="col">Kind</th><th scope="col">Inbox</th><th scope="col">See</th></tr></thead>
        <tbody>{Markup.Join(tenant.Boxes.OrderBy(static box => box.Kind == MailboxKind.Shared ? 0 : (int)box.Kind + 1).ThenBy(static box => box.DisplayName, StringComparer.OrdinalIgnoreCase).Select(static box => Markup.Of($"""
            <tr><td>{box.DisplayName}</td><td>{box.Address}</td><td>{box.Kind switch { MailboxKind.Shared => "Shared mailbox", MailboxKind.Room => "Room", _ => "Person" }}</td>
            <td>{box.Folder("inbox").Items.Count} ({box.Folder("inbox").Unread} unread)</td>
            <td><a href="{Layout.Link("mail", box.Address)}">Mail</a> · <a href="{Layout.Link("calendar", box.Address)}">Calendar</a> · <a href="{Layout.Link("deliver", box.Address)}">Deliver</a></td></tr>
            """)))}</tbody></table></div>
        """), null, "home");

    public string Folder(Mailbox box, string folder)
    {
        var shown = box.Folders.FirstOrDefault(item => item.Id == folder) ?? Known(() => box.Folder(folder));
        return Layout.Page($"{shown.DisplayName} – {box.DisplayName}", Markup.Of($"""
            <h1>{box.DisplayName}: {shown.DisplayName}</h1>
            <div class="columns">
            <ul class="folders" aria-label="Folders">{Markup.Join(box.Folders.Select(item => Markup.Of($"""<li><a href="{Layout.Link("mail", box.Address)}?folder={Uri.EscapeDataString(item.WellKnownName ?? item.Id)}">{item.DisplayName}</a> {item.Items.Count}</li>""")))}</ul>
            <div>{Messages(box, shown)}</div>
            </div>
            """), box.Address, "mail");
    }

    public string Message(Mailbox box, string id)
    {
        var message = Known(() => box.Message(id));
        var link = Layout.Link("mail", box.Address, message.ImmutableId);
        return Layout.Page(message.Resource.Text("subject") ?? "Message", Markup.Of($"""
            <h1>{Subject(message.Resource)}</h1>
            {Shown(message.Resource, message.Attachments.Select(static item => (item.Resource.Text("name") ?? "", item.Resource.Number("size") ?? 0, item.Malicious)))}
            <h2>Do</h2>
            <div class="actions">
            <form class="line" method="post" action="{link}/move"><div><label for="folder">Move to</label><select id="folder" name="folder">{Markup.Join(box.Folders.Where(folder => folder != message.Folder).Select(static folder => Markup.Of($"""<option value="{folder.Id}">{folder.DisplayName}</option>""")))}</select></div><button>Move</button></form>
            <form class="line" method="post" action="{link}/{(message.Resource.Flag("isRead") == true ? "unread" : "read")}"><button class="plain">Mark as {(message.Resource.Flag("isRead") == true ? "unread" : "read")}</button></form>
            <form class="line" method="post" action="{link}/delete"><button class="plain">Delete</button></form>
            </div>
            """), box.Address, "mail");
    }

    public string Outbox()
    {
        var sent = tenant.Outbox;
        return Layout.Page("Mail that left", Markup.Of($"""
            <h1>Mail that left</h1>
            <p class="note">Mail to people who have no mailbox here. Nothing was really sent.</p>
            <div class="scroll"><table><thead><tr><th scope="col">When</th><th scope="col">From</th><th scope="col">To</th><th scope="col">Subject</th></tr></thead>
            <tbody>{Markup.Join(sent.Select(static (mail, index) => (mail, index)).Reverse().Select(static item => Markup.Of($"""<tr><td>{Site.Words(item.mail.At)}</td><td>{item.mail.From}</td><td>{item.mail.To}</td><td><a href="/outbox/{item.index}">{Subject(item.mail.Message)}</a></td></tr>""")))}</tbody></table></div>
            """), null, "outbox");
    }

    public string Sent(int index)
    {
        var sent = tenant.Outbox;
        var mail = index >= 0 && index < sent.Count ? sent[index] : throw new KeyNotFoundException();
        return Layout.Page("Mail that left", Markup.Of($"""
            <h1>{Subject(mail.Message)}</h1>
            {Shown(mail.Message, mail.Message.Parts("attachments").Select(static item => (item.Text("name") ?? "", item.Number("size") ?? 0, false)))}
            """), null, "outbox");
    }

    public string DeliverForm(Mailbox box) => Layout.Page("Deliver a mail", Markup.Of($"""
        <h1>Deliver a mail to {box.DisplayName}</h1>
        <form class="card" method="post" action="{Layout.Link("deliver", box.Address)}">
        <label for="name">Sender's name</label><input id="name" name="name" value="Alex Hartley" class="wide">
        <label for="from">Sender's address</label><input id="from" name="from" type="email" value="alex.hartley@school.example" required class="wide">
        <label for="subject">Subject</label><input id="subject" name="subject" class="wide">
        <label for="body">Text</label><textarea id="body" name="body" rows="14"></textarea>
        <label for="html">The text is</label><select id="html" name="html"><option value="">plain text</option><option value="yes">HTML</option></select>
        <label for="folder">Into</label><select id="folder" name="folder"><option value="inbox">Inbox</option><option value="junkemail">Junk Email</option></select>
        <p><button>Deliver</button></p>
        </form>
        """), box.Address, "deliver");

    public string Deliver(Mailbox box, IFormCollection form)
    {
        var from = form["from"].ToString().Trim();
        if (from.Length == 0)
        {
            throw new InvalidDataException("Give the sender's address.");
        }

        var folder = form["folder"] == "junkemail" ? "junkemail" : "inbox";
        tenant.Deliver(box.Address, new JsonObject
        {
            ["from"] = Json.Recipient(from, form["name"].ToString() is { Length: > 0 } name ? name : null),
            ["subject"] = form["subject"].ToString(),
            ["body"] = new JsonObject { ["contentType"] = form["html"] == "yes" ? "html" : "text", ["content"] = form["body"].ToString() },
        }, folder);
        return $"{Layout.Link("mail", box.Address)}?folder={folder}";
    }

    public string Act(Mailbox box, string id, string action, IFormCollection form)
    {
        switch (action)
        {
            case "move":
                tenant.MoveMessage(box.Address, id, form["folder"].ToString());
                break;
            case "delete":
                tenant.DeleteMessage(box.Address, id);
                break;
            case "read" or "unread":
                tenant.MarkRead(box.Address, id, action == "read");
                break;
            default:
                throw new KeyNotFoundException();
        }

        return Layout.Link("mail", box.Address);
    }

    public static T Known<T>(Func<T> find)
    {
        try
        {
            return find();
        }
        catch (GraphError error)
        {
            throw new KeyNotFoundException(error.Message, error);
        }
    }

    private static string Subject(JsonObject message) => message.Text("subject") is { Length: > 0 } subject ? subject : "(no subject)";

    private static string Person(JsonObject? recipient) => recipient?.Part("emailAddress") is { } address
        ? address.Text("name") is { } name && name != address.Text("address") ? $"{name} <{address.Text("address")}>" : address.Text("address") ?? ""
        : "";

    private static Markup Messages(Mailbox box, Folder folder) => folder.Items.Count == 0
        ? Markup.Of($"""<p class="note">Nothing here.</p>""")
        : Markup.Of($"""
            <div class="scroll"><table><thead><tr><th scope="col">Received</th><th scope="col">From</th><th scope="col">Subject</th></tr></thead>
            <tbody>{Markup.Join(folder.Items.Take(200).Select(message => Markup.Of($"""
                <tr{new Markup(message.Resource.Flag("isRead") == true ? "" : " class=\"unread\"")}><td>{Site.Words(message.Received)}</td><td>{Person(message.Resource.Part("from"))}</td><td><a href="{Layout.Link("mail", box.Address, message.ImmutableId)}">{Subject(message.Resource)}</a><br><span class="note">{Short(message.Resource.Text("bodyPreview"))}</span></td></tr>
                """)))}</tbody></table></div>
            """);

    private static string Short(string? text) => text is { Length: > 120 } ? text[..120] + "…" : text ?? "";

    private static Markup Shown(JsonObject message, IEnumerable<(string Name, int Size, bool Malicious)> attachments)
    {
        var body = message.Part("body");
        var html = body?.Text("contentType") == "html";
        var content = body?.Text("content") ?? "";
        var files = attachments.ToList();

        // The frame may neither run scripts nor load anything: sandbox without permissions, and the page's own policy holds inside it.
        var shown = html
            ? Markup.Of($"""<iframe title="The mail" sandbox="" srcdoc="{content}"></iframe>""")
            : Markup.Of($"""<div class="card" style="white-space:pre-wrap;overflow-wrap:anywhere">{content}</div>""");
        return Markup.Of($"""
            <dl>
            <dt>From</dt><dd>{Person(message.Part("from"))}</dd>
            <dt>To</dt><dd>{string.Join("; ", message.Parts("toRecipients").Select(Person))}</dd>
            {Markup.If(message.Parts("ccRecipients").Any(), () => Markup.Of($"<dt>Copy to</dt><dd>{string.Join("; ", message.Parts("ccRecipients").Select(Person))}</dd>"))}
            <dt>Sent</dt><dd>{(Json.TryInstant(message.Text("sentDateTime"), out var at) ? Site.Words(at) : "not yet")}</dd>
            {Markup.If(files.Count > 0, () => Markup.Of($"<dt>Attachments</dt><dd>{string.Join("; ", files.Select(static file => $"{file.Name} ({file.Size} bytes{(file.Malicious ? ", refused as malware" : "")})"))}</dd>"))}
            </dl>
            {shown}
            """);
    }
}
