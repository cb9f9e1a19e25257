using System.Text.Json.Nodes;

namespace Heldspace.Local.Microsoft365;

/// <summary><c>mailFolders</c>: well-known names, folders somebody made, and what lies in them.</summary>
internal sealed class FolderApi
{
    public GraphResponse Handle(GraphRequest request, Mailbox box, MailApi mail)
    {
        var path = request.Segments;
        if (path.Count == 3)
        {
            return Collection(request, box, null);
        }

        var folder = box.Folder(path[3]);
        if (path.Count == 4)
        {
            switch (request.Method)
            {
                case "GET":
                    return new GraphResponse(200, Answer(folder, request, entity: true, box));
                case "PATCH":
                    folder.DisplayName = request.Checked("mailFolder").Text("displayName") ?? folder.DisplayName;
                    return new GraphResponse(200, Answer(folder, request, entity: true, box));
                default:
                    throw GraphApi.NotAllowed();
            }
        }

        return path[4].ToLowerInvariant() switch
        {
            "messages" => mail.Handle(request, box, folder, 5),
            "childfolders" when path.Count == 5 => Collection(request, box, folder),
            _ => throw GraphError.NoResource(path[4]),
        };
    }

    private static GraphResponse Collection(GraphRequest request, Mailbox box, Folder? parent)
    {
        var siblings = box.Folders.Where(folder => folder.Parent == parent);
        if (request.Method == "POST")
        {
            var name = request.Checked("mailFolder").Text("displayName");
            if (name is not { Length: > 0 })
            {
                throw new GraphError(400, "ErrorRequiredPropertyMissing", "Required property is missing.");
            }

            if (siblings.Any(folder => folder.DisplayName.Equals(name, StringComparison.OrdinalIgnoreCase)))
            {
                throw new GraphError(409, "ErrorFolderExists", "A folder with the specified name already exists.");
            }

            return new GraphResponse(201, Answer(box.AddFolder(name, parent), request, entity: true, box));
        }

        if (request.Method != "GET")
        {
            throw GraphApi.NotAllowed();
        }

        request.Query.CheckSelect("folder", "MailFolder");
        if (request.Query["filter"] is { } text)
        {
            var filter = Filter.Parse(text, "folder");
            siblings = siblings.Where(folder => filter.Matches(new FolderView(Answer(folder, null, entity: false, box))));
        }

        var found = siblings.ToList();
        var (skip, top) = (request.Query.Skip ?? 0, request.Query.Top ?? 10);
        var page = new JsonObject
        {
            ["@odata.context"] = GraphApi.Context(request, $"users('{Uri.EscapeDataString(box.Address)}')/mailFolders"),
            ["value"] = found.Skip(skip).Take(top).Select(folder => (JsonNode?)Answer(folder, request, entity: false, box)).ToArray(),
        };
        if (found.Count > skip + top)
        {
            page["@odata.nextLink"] = $"{request.BaseAddress}{request.Path}?{request.Query.With(("skip", (skip + top).ToString()))}";
        }

        return new GraphResponse(200, page);
    }

    private static JsonObject Answer(Folder folder, GraphRequest? request, bool entity, Mailbox box)
    {
        var all = new JsonObject
        {
            ["id"] = folder.Id,
            ["displayName"] = folder.DisplayName,
            ["parentFolderId"] = folder.Parent?.Id ?? Identifiers.Default(box.Number, 'F', 0, 0),
            ["childFolderCount"] = folder.Children.Count,
            ["unreadItemCount"] = folder.Unread,
            ["totalItemCount"] = folder.Items.Count,
            ["isHidden"] = false,
        };
        if (request?.Query.Select is { } select)
        {
            foreach (var name in all.Select(static pair => pair.Key).Where(name => name != "id" && !select.Contains(name)).ToList())
            {
                all.Remove(name);
            }
        }

        if (entity)
        {
            all.Insert(0, "@odata.context", GraphApi.Context(request!, $"users('{Uri.EscapeDataString(box.Address)}')/mailFolders/$entity"));
        }

        return all;
    }

    private sealed record FolderView(JsonObject Folder) : IFilterable
    {
        public JsonNode? Property(string path) => Folder[path];

        public string? Extended(string id) => null;
    }
}
