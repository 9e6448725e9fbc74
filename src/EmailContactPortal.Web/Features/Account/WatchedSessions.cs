using System.Collections.Concurrent;
using System.Security.Claims;
using EmailContactPortal.Web.Shell.Live;
using Microsoft.AspNetCore.Authentication;

namespace EmailContactPortal.Web.Features.Account;

/// <summary>The sessions behind open streams: all of them are asked for with one query a second.</summary>
internal sealed class WatchedSessions(Sessions sessions, LivePages live)
{
    private readonly ConcurrentDictionary<Guid, int> watched = new();

    /// <summary>Returns when the session has ended, when nobody can say whether it has, and when the stream was left.</summary>
    public async Task EndOfAsync(ClaimsPrincipal person, AuthenticationProperties? properties, CancellationToken cancellationToken)
    {
        if (Sessions.IdOf(properties) is not { } id) return;
        watched.AddOrUpdate(id, 1, (_, streams) => streams + 1);
        try
        {
            await foreach (var found in live.WatchAsync<Reading>("sessions", () => ReadAsync, cancellationToken))
            {
                // A reading from before this stream began says nothing of it.
                if (found.Asked.Contains(id) && sessions.StateOf(person, found.Sessions.GetValueOrDefault(id)) == SessionState.Ended)
                    return;
            }
        }
        finally
        {
            if (watched.AddOrUpdate(id, 0, (_, streams) => streams - 1) <= 0) watched.TryRemove(KeyValuePair.Create(id, 0));
        }
    }

    private async Task<Reading?> ReadAsync(CancellationToken cancellationToken)
    {
        var asked = watched.Keys.ToHashSet();
        return new Reading(asked, await sessions.FindAsync(asked, cancellationToken));
    }

    // Not a record: each reading is news, even when it finds what the one before found.
    private sealed class Reading(HashSet<Guid> asked, Dictionary<Guid, FoundSession> found)
    {
        public HashSet<Guid> Asked => asked;

        public Dictionary<Guid, FoundSession> Sessions => found;
    }
}
