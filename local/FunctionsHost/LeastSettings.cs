namespace Heldspace.Local.FunctionsHost;

/// <summary>The settings without which the app does not start. What is tested to start and what is timed starting have the same.</summary>
public static class LeastSettings
{
    /// <summary>None of them leads anywhere.</summary>
    public static Dictionary<string, string> Make() => new(StringComparer.Ordinal)
    {
        ["Storage__ConnectionString"] = "AccountName=nowhere;AccountKey=bm93aGVyZQ==;TableEndpoint=http://127.0.0.1:1/nowhere;BlobEndpoint=http://127.0.0.1:1/nowhere",
        ["ServiceBusConnection"] = "Endpoint=http://127.0.0.1:1;SharedAccessKeyName=local;SharedAccessKey=bG9jYWw=",
        ["Graph__BaseUrl"] = "http://127.0.0.1:1/v1.0",
        ["Graph__LocalToken"] = "local",
        ["Notify__ApiKey"] = "heldspace-11111111-2222-4333-8444-555555555555-66666666-7777-4888-9999-aaaaaaaaaaaa",
        ["Notify__TemplateId"] = "none",
        ["Keys__Current"] = "one",
        ["Keys__Secrets__one"] = Convert.ToBase64String(new byte[32]),
    };
}
