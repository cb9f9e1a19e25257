namespace Heldspace.Benchmarks.Timing;

/// <summary><c>form-requests</c>: one page of the form asked for and answered, against a bare handler that sends the same bytes.</summary>
internal static class FormRequests
{
    public static Task<Figure> Measure(Bench bench, CancellationToken cancellation) => PageRequests.Measure(
        bench, "form-requests", $"/refer/{Bench.Service}/{Referrals.Form(0)[0].Page}", _ => Referrals.Form(0)[0].Answers,
        "the first page", "the POST writes the encrypted draft to the store.", cancellation);
}
