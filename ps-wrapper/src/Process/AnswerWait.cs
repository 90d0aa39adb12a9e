using System.Diagnostics;
using System.Threading;

namespace PartnerCenterCart.Process;

/// <summary>
/// Waits for an answer in the thread of a pipeline. A command has no time limit here, it knows its own; only a process that
/// is really silent is ended.
/// </summary>
/// <param name="stopped">Ends when the pipeline is to be stopped.</param>
/// <param name="warn">Shows the user a warning while the command runs.</param>
internal sealed class AnswerWait(Task stopped, Action<string> warn) {
    /// <summary>How long a process that was silent for long has to answer when it is asked for a sign of life.</summary>
    private static readonly TimeSpan LastChance = TimeSpan.FromSeconds(10);

    /// <summary>Gives a command to the process and waits for its answer.</summary>
    /// <returns>Whether it is answered; if not, the pipeline is to be stopped.</returns>
    internal bool Run(PendingCommand command, Installation installation) {
        while (SharedProcess.TrySend(command, installation) is { } obstacle) {
            if (!Await(obstacle.Gone, obstacle.Process, null)) {
                return false;
            }

            if (obstacle.Failure is { } failure) {
                command.FailLike(failure);
                break;
            }
        }

        return Await(command.Answer, command.Process, command);
    }

    private bool Await(Task awaited, CartProcess? process, PendingCommand? own) {
        Stopwatch elapsed = Stopwatch.StartNew();
        TimeSpan patience = Settings.Patience - LastChance;
        TimeSpan next = patience;
        bool isAsked = false;
        while (true) {
            Task warning = own?.NextWarning ?? stopped;
            while (own is not null && own.Warnings.TryDequeue(out string? text)) {
                warn(text);
            }

            WaitHandle.WaitAny([HandleOf(awaited), HandleOf(stopped), HandleOf(warning)], next);
            if (awaited.IsCompleted || stopped.IsCompleted) {
                return awaited.IsCompleted;
            }

            TimeSpan silence = elapsed.Elapsed < process!.SilentFor ? elapsed.Elapsed : process.SilentFor;
            if (silence < patience) {
                isAsked = false;
                next = patience - silence;
            } else if (isAsked && silence >= LastChance) {
                process.Kill("ProcessHung", string.Format(
                    CultureInfo.InvariantCulture,
                    "The process partner-cart ({0}) did not answer within {1:0} s and was ended; the next command starts a fresh one.",
                    process.ProcessId,
                    (patience + LastChance).TotalSeconds));
            } else {
                process.Ping();
                isAsked = true;
                next = LastChance;
            }
        }
    }

    /// <summary>Task.WaitAny would spin for a while, on a processor that partner-cart could use.</summary>
    private static WaitHandle HandleOf(Task task) => ((IAsyncResult)task).AsyncWaitHandle;
}
