using Heldspace.Azure.Tables;
using Heldspace.Functions.Tests.Drivers;
using Heldspace.Local.InMemory;
using NodaTime;

namespace Heldspace.Functions.Tests.Edges;

[Collection(AzuriteFixture.Collection)]
public sealed class TablesOnAzuriteTests(AzuriteFixture azurite) : TablesContract
{
    protected override ITables Tables { get; } = azurite.Tables();
}

public sealed class TablesInMemoryTests : TablesContract
{
    protected override ITables Tables { get; } = new InMemoryTables(SystemClock.Instance);
}

[Collection(AzuriteFixture.Collection)]
public sealed class TablesQueriesOnAzuriteTests(AzuriteFixture azurite) : TablesQueryContract
{
    protected override ITables Tables { get; } = azurite.Tables();
}

public sealed class TablesQueriesInMemoryTests : TablesQueryContract
{
    protected override ITables Tables { get; } = new InMemoryTables(SystemClock.Instance);
}

[Collection(AzuriteFixture.Collection)]
public sealed class TablesLimitsOnAzuriteTests(AzuriteFixture azurite) : TablesLimitsContract
{
    protected override ITables Tables { get; } = azurite.Tables();
}

public sealed class TablesLimitsInMemoryTests : TablesLimitsContract
{
    protected override ITables Tables { get; } = new InMemoryTables(SystemClock.Instance);
}
