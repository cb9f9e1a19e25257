using System.Net;

namespace Heldspace.Functions.Tests.Reliability.Histories;

/// <summary>What Graph tells on its way to us: kept, and lost where it should be.</summary>
internal sealed class Telling(bool forgetful)
{
    private readonly Lock gate = new();
    private readonly List<(string Address, byte[] Body)> told = [];

    public bool Lost { get; set; } = forgetful;

    public IReadOnlyList<(string Address, byte[] Body)> Told
    {
        get
        {
            lock (gate)
            {
                return [.. told];
            }
        }
    }

    public HttpMessageHandler Around(HttpMessageHandler inner) => new Way(this, inner);

    private sealed class Way(Telling telling, HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
            if (!request.RequestUri!.Query.Contains("validationToken", StringComparison.Ordinal))
            {
                lock (telling.gate)
                {
                    telling.told.Add((request.RequestUri.ToString(), body));
                }

                if (telling.Lost)
                {
                    return new(HttpStatusCode.Accepted);
                }
            }

            var answer = await base.SendAsync(request, cancellationToken);
            if (answer.IsSuccessStatusCode)
            {
                return answer;
            }

            // Graph would try for hours; here the news is lost at once.
            answer.Dispose();
            return new(HttpStatusCode.Accepted);
        }
    }
}
