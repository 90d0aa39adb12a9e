using System.Collections.Concurrent;
using System.Diagnostics;
using System.Management.Automation.Host;

namespace PartnerCenterCart.Process;

/// <summary>What became of commands that were stopped: how long that is waited for, and how the user gets to read it.</summary>
internal static class LastWords {
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Runspaces that are stopped one after another, as jobs are, have no more time than this between them.</summary>
    private static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(500);

    private static readonly Stopwatch Clock = Stopwatch.StartNew();
    private static readonly ConcurrentQueue<string> Unsaid = new();

    /// <summary>Waits for the outcome of a stopped command; for those of all runspaces that are stopped together, not longer than for one.</summary>
    internal static void Await(PendingCommand command) {
        CartProcess process = command.Process!;
        lock (process) {
            bool isHopeless = process.GaveUpAt is { } gaveUp && Clock.Elapsed - gaveUp < Gap;
            if (!command.Answer.Wait(isHopeless ? TimeSpan.Zero : Patience)) {
                process.GaveUpAt = Clock.Elapsed;
            }
        }
    }

    /// <summary>
    /// The streams of a pipeline that is being stopped take nothing any more, its host does. Where it has none, as in
    /// ForEach-Object -Parallel, the next command says it.
    /// </summary>
    internal static void Say(PSHost host, string text) {
        if (host.Name == "Default Host") {
            Unsaid.Enqueue(text);
        } else {
            host.UI.WriteWarningLine(text);
        }
    }

    internal static IEnumerable<string> TakeUnsaid() {
        while (Unsaid.TryDequeue(out string? text)) {
            yield return text;
        }
    }
}
