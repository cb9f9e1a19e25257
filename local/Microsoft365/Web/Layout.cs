namespace Heldspace.Local.Microsoft365.Web;

/// <summary>What every page of the stand-in has around it.</summary>
internal static class Layout
{
    private const string Style = """
        :root { color-scheme: light; --line: #d0d4d9; --ink: #1b2733; --soft: #f4f6f8; --link: #0b5394; }
        * { box-sizing: border-box; }
        body { margin: 0; font: 16px/1.45 Arial, Helvetica, sans-serif; color: var(--ink); background: #fff; }
        a { color: var(--link); }
        a:focus, button:focus, input:focus, select:focus, textarea:focus { outline: 3px solid #ffbf47; outline-offset: 1px; }
        .banner { background: #5b2a86; color: #fff; padding: .5rem 1rem; }
        .banner a { color: #fff; font-weight: bold; }
        .banner span { opacity: .92; margin-left: .75rem; }
        nav { background: var(--soft); border-bottom: 1px solid var(--line); padding: .5rem 1rem; display: flex; gap: 1rem; flex-wrap: wrap; }
        nav [aria-current] { font-weight: bold; color: var(--ink); text-decoration: none; }
        main { padding: 1rem; max-width: 78rem; margin: 0 auto; }
        h1 { font-size: 1.5rem; margin: .25rem 0 1rem; overflow-wrap: anywhere; }
        h2 { font-size: 1.1rem; margin: 1.25rem 0 .5rem; }
        table { border-collapse: collapse; width: 100%; }
        th, td { text-align: left; padding: .4rem .6rem; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; }
        tr.unread td { font-weight: bold; }
        .columns { display: grid; grid-template-columns: 13rem minmax(0, 1fr); gap: 1.5rem; }
        .folders { list-style: none; margin: 0; padding: 0; }
        .folders li { padding: .2rem 0; }
        form.card, .card { border: 1px solid var(--line); border-radius: .4rem; padding: .75rem 1rem; margin: 0 0 1rem; background: var(--soft); }
        .actions { display: flex; gap: .75rem; align-items: end; flex-wrap: wrap; }
        form.line { display: flex; gap: .5rem; align-items: end; flex-wrap: wrap; }
        table + .card, div + .card { margin-top: 1rem; }
        label { display: block; font-weight: bold; font-size: .9rem; margin: .4rem 0 .15rem; }
        input, select, textarea { font: inherit; padding: .35rem .5rem; border: 1px solid #6b7680; border-radius: .25rem; background: #fff; max-width: 100%; }
        textarea, .wide { width: 100%; }
        button { font: inherit; padding: .4rem .9rem; border: 1px solid #24425f; border-radius: .25rem; background: #24425f; color: #fff; cursor: pointer; }
        button.plain { background: #fff; color: #24425f; }
        iframe { width: 100%; height: 26rem; border: 1px solid var(--line); background: #fff; }
        dl { display: grid; grid-template-columns: 9rem minmax(0, 1fr); gap: .25rem 1rem; margin: 0 0 1rem; }
        dt { font-weight: bold; } dd { margin: 0; overflow-wrap: anywhere; }
        .note { color: #4a5560; }
        .week { display: grid; grid-template-columns: 3.5rem repeat(7, minmax(0, 1fr)); border: 1px solid var(--line); min-width: 46rem; }
        .scroll { overflow-x: auto; }
        .week .head { padding: .35rem; font-weight: bold; background: var(--soft); border-bottom: 1px solid var(--line); border-left: 1px solid var(--line); text-align: center; }
        .week .today { background: #fff3cd; }
        .week .allday { border-left: 1px solid var(--line); border-bottom: 1px solid var(--line); padding: 2px; min-height: 1.4rem; }
        .hours { position: relative; height: 46rem; }
        .hours span { position: absolute; right: .35rem; font-size: .8rem; color: #4a5560; transform: translateY(-50%); }
        .day { position: relative; height: 46rem; border-left: 1px solid var(--line); background-image: repeating-linear-gradient(to bottom, var(--line) 0 1px, transparent 1px calc(100% / 14)); }
        .event { position: absolute; overflow: hidden; border-radius: .25rem; padding: 1px 4px; font-size: .78rem; line-height: 1.25; border-left: 4px solid #24425f; background: #dce8f4; color: var(--ink); text-decoration: none; overflow-wrap: anywhere; }
        .allday .event { position: static; display: block; margin-bottom: 2px; }
        .event.tentative { background: repeating-linear-gradient(45deg, #e8eef5 0 6px, #fff 6px 12px); border-left-style: dashed; }
        .event.free, .event.cancelled { background: #fff; border-left-color: #8a949e; outline: 1px solid var(--line); }
        .event.cancelled { text-decoration: line-through; }
        .event.oof { background: #eadcf3; border-left-color: #5b2a86; }
        .key .event { position: static; display: inline-block; padding: 2px 8px; margin-right: .5rem; }
        @media (max-width: 40rem) { .columns { grid-template-columns: 1fr; } dl { grid-template-columns: 1fr; } }
        """;

    public static string Page(string title, Markup body, string? mailbox = null, string current = "") => Markup.Of($"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{title} – Outlook stand-in</title>
        <style>{new Markup(Style)}</style>
        </head>
        <body>
        <div class="banner"><a href="/">Outlook stand-in</a><span>Not Microsoft 365. Everybody and everything in it is invented.</span></div>
        {Navigation(mailbox, current)}
        <main>
        {body}
        </main>
        </body>
        </html>
        """).Html;

    /// <summary>A link below this site; every part of its path is escaped.</summary>
    public static string Link(params string[] parts) => "/" + string.Join('/', parts.Select(Uri.EscapeDataString));

    private static Markup Navigation(string? mailbox, string current)
    {
        if (mailbox is null)
        {
            return Markup.Of($"""<nav aria-label="Pages">{Item("/", "Mailboxes", current == "home")}{Item("/outbox", "Mail that left", current == "outbox")}</nav>""");
        }

        return Markup.Of($"""
            <nav aria-label="Pages">{Item("/", "Mailboxes", false)}<strong>{mailbox}</strong>{Item(Link("mail", mailbox), "Mail", current == "mail")}{Item(Link("calendar", mailbox), "Calendar", current == "calendar")}{Item(Link("deliver", mailbox), "Deliver a mail", current == "deliver")}</nav>
            """);
    }

    private static Markup Item(string link, string name, bool current) =>
        current ? Markup.Of($"""<a href="{link}" aria-current="page">{name}</a>""") : Markup.Of($"""<a href="{link}">{name}</a>""");
}
