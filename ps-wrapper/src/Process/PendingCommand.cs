using System.Collections.Concurrent;
using System.Text;
using System.Threading;

namespace PartnerCenterCart.Process;

/// <summary>A command on its way to the process, until it is answered.</summary>
internal sealed class PendingCommand(string name, JsonObject parameters, long? id = null) {
    private static long lastId;

    private readonly TaskCompletionSource<JsonObject> answer = new();
    private readonly TaskCompletionSource<bool> finished = new();
    private TaskCompletionSource<bool> warned = new();
    private byte[] line = [];

    internal long Id { get; } = id ?? Interlocked.Increment(ref lastId);
    internal string Name => name;

    /// <summary>Whether it makes, changes or buys anything at Partner Center.</summary>
    internal bool ChangesCart { get; } =
        name is "New-PartnerCustomerCart" or "Set-PartnerCustomerCart" or "Add-PartnerCustomerCartLineItem" or "Submit-PartnerCustomerCart";

    /// <summary>The cart that it works on; null if it is none that is there already.</summary>
    internal string? Cart { get; } = parameters.Find("CartId") is string cart ? cart.ToUpperInvariant() : null;

    /// <summary>The sign-in that it makes; null for all other commands.</summary>
    internal SignIn? SignIn { get; set; }

    /// <summary>What names the sign-in that it runs as; null for the environment's.</summary>
    internal string? Session { get; set; }

    /// <summary>Whether its answer also describes its exchanges with Partner Center.</summary>
    internal bool IsVerbose { get; set; }

    /// <summary>The user's own name for this one command; null if it has none.</summary>
    internal string? Key { get; set; }

    /// <summary>Made here, so that it is known whatever becomes of the process. A command with a key is known by that.</summary>
    internal Guid RequestId { get; } = Guid.NewGuid();

    internal Guid CorrelationId { get; } = Guid.NewGuid();

    /// <summary>An object that has Result or Error.</summary>
    internal Task<JsonObject> Answer => answer.Task;

    /// <summary>Ends when the process has done with it, which may be later than what a user who stopped it is answered.</summary>
    internal Task Finished => finished.Task;

    /// <summary>The answer as it was written, if the process gave one.</summary>
    internal string? AnswerLine { get; set; }

    /// <summary>What the user has to read while the command runs.</summary>
    internal ConcurrentQueue<string> Warnings { get; } = new();

    /// <summary>Ends at the next warning. Ask for it before you look at those that are there.</summary>
    internal Task NextWarning => Volatile.Read(ref warned).Task;

    /// <summary>Is given the answer first, even if nobody waits for it any more.</summary>
    internal Action<JsonObject>? Settled { get; set; }

    internal bool IsStopped { get; set; }

    /// <summary>The process that it was given to, and which line of its input it is; null if it was given to none yet.</summary>
    internal CartProcess? Process { get; set; }

    internal long LineNumber { get; set; }

    /// <summary>A command that stops the one with that Id, and is answered at once.</summary>
    internal static PendingCommand Stop(long id) {
        PendingCommand stop = new("Stop-PartnerCartCommand", new() { ["Id"] = id }, 0);
        stop.Prepare();
        return stop;
    }

    /// <summary>Makes the line of it.</summary>
    /// <exception cref="InvalidValueException">A parameter can't be a part of a command.</exception>
    internal void Prepare() {
        JsonObject members = new() {
            ["Id"] = Id,
            ["Command"] = name,
            ["CorrelationId"] = CorrelationId.ToString()
        };
        if (Key is not null) {
            members["IdempotencyKey"] = Key;
        } else {
            members["RequestId"] = RequestId.ToString();
            members["RequestIdIsNew"] = true;
        }

        if (IsVerbose) {
            members["Verbose"] = true;
        }

        if (SignIn is { AsksUser: true }) {
            members["TimeoutSeconds"] = 1140;
        }

        members["Parameters"] = parameters;
        line = JsonWriter.Write(members, Settings.MaxLineBytes);
    }

    /// <summary>The line, for a person to read.</summary>
    internal string Show() => Encoding.UTF8.GetString(line);

    /// <summary>Writes the line, and wipes it: it may have a secret in it.</summary>
    internal void WriteTo(System.IO.Stream stream) {
        try {
            // Before the last brace: in which process, and so by which name, is known last.
            byte[] end = Encoding.UTF8.GetBytes((Session is null ? string.Empty : ",\"Session\":\"" + Session + "\"") + "}\n");
            stream.Write(line, 0, line.Length - 1);
            stream.Write(end, 0, end.Length);
            stream.Flush();
        } finally {
            Array.Clear(line, 0, line.Length);
        }
    }

    internal void Warn(string text) {
        Warnings.Enqueue(text);
        Interlocked.Exchange(ref warned, new()).TrySetResult(true);
    }

    internal void Finish() => finished.TrySetResult(true);

    /// <summary>Takes the first answer; a later one is of no interest.</summary>
    internal void Settle(JsonObject value) {
        try {
            Settled?.Invoke(value);
        } finally {
            answer.TrySetResult(value);
        }
    }

    /// <summary>Answers for the process, which can't any more: what was given to it may have been done.</summary>
    internal void Fail(string errorId, string message, bool hasReadNothing = false) =>
        Settle(Failure(errorId, message, Process is not null && ChangesCart && !hasReadNothing ? Outcome.Unknown : Outcome.NotSent));

    /// <summary>Fails for the reason that another command failed for; this one was not sent.</summary>
    internal void FailLike(JsonObject other) {
        JsonObject failure = Failure(string.Empty, string.Empty);
        foreach (KeyValuePair<string, object?> member in other.Object("Error").Where(member => member.Key is not ("Outcome" or "RequestId" or "CorrelationId"))) {
            failure.Object("Error")[member.Key] = member.Value;
        }

        Settle(failure);
    }

    /// <summary>A failure that the process did not answer.</summary>
    internal JsonObject Failure(string errorId, string message, string outcome = Outcome.NotSent, string category = "ResourceUnavailable") => new() {
        ["Error"] = new JsonObject {
            ["ErrorId"] = errorId,
            ["Message"] = message,
            ["Category"] = IsStopped ? "OperationStopped" : category,
            ["Exception"] = "System.InvalidOperationException",
            ["Outcome"] = outcome,
            ["RequestId"] = Key is null ? RequestId.ToString() : null,
            ["CorrelationId"] = CorrelationId.ToString()
        }
    };
}
