using System.Collections.Concurrent;
using Purser.Outside;
using Purser.Outside.Records;

namespace Purser.Aws.Dynamo;

/// <summary>
/// The records of all compartments in DynamoDB. A role that may use some tables only opens those compartments
/// only: nothing is asked before a record is.
/// </summary>
/// <param name="clients">The wire.</param>
/// <param name="tables">Their names.</param>
/// <param name="tokens">The operating system's: a commit's id must never come twice.</param>
/// <param name="time">Of the pauses between tries.</param>
internal sealed class DynamoStore(
    AwsClients clients, TableNames tables, ITokens tokens, TimeProvider time) : IStore
{
    private readonly DynamoCalls _calls = new(clients, tokens, time);

    // One for each compartment: who sets an epoch makes all of this process forget the one before.
    private readonly ConcurrentDictionary<Compartment, IRecords> _opened = new();

    public IRecords Open(Compartment compartment) => _opened.GetOrAdd(
        compartment, one => new EpochMemory(new DynamoRecords(_calls, tables, one), time));
}
