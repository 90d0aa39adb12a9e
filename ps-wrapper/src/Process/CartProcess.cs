using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Threading;
using SystemProcess = System.Diagnostics.Process;

namespace PartnerCenterCart.Process;

/// <summary>
/// A running partner-cart: commands go in at its standard input, answers come out of its standard output and are matched by
/// Id. It starts on a thread of its own.
/// </summary>
internal sealed class CartProcess {
    private const int KeptWords = 20;

    private readonly Installation installation;
    private readonly int concurrency = Settings.Concurrency;
    private readonly Queue<PendingCommand> toWrite = new();

    /// <summary>The commands that are not answered yet. Its lock guards the queue, too, and whether there may be more in either.</summary>
    private readonly Dictionary<long, PendingCommand> pending = [];

    /// <summary>What the process said that is no answer.</summary>
    private readonly ConcurrentQueue<string> words = new();

    private readonly ManualResetEventSlim errorsAreRead = new();
    private readonly TaskCompletionSource<bool> ended = new();
    private SystemProcess? process;
    private long readAt = Stopwatch.GetTimestamp();

    private CartProcess(Installation installation, string key) {
        this.installation = installation;
        Key = key;
    }

    /// <summary>What it depends on.</summary>
    internal string Key { get; }

    /// <summary>
    /// Its first command, which changes nothing. No other is given to a process that has not answered this one: if it can't
    /// run, nothing was done.
    /// </summary>
    internal PendingCommand Hello { get; } = PendingCommand.Stop(0);

    internal int? ProcessId => process?.Id;

    /// <summary>Whether it takes no more commands.</summary>
    internal bool IsClosed { get; private set; }

    /// <summary>When it last let pass the time that a stopped command has to say its outcome.</summary>
    internal TimeSpan? GaveUpAt { get; set; }

    /// <summary>Ends when the process has ended, and so has let go of the journal.</summary>
    internal Task Ended => ended.Task;

    /// <summary>How long nothing was read from it.</summary>
    internal TimeSpan SilentFor => TimeSpan.FromSeconds((double)(Stopwatch.GetTimestamp() - Volatile.Read(ref readAt)) / Stopwatch.Frequency);

    internal static CartProcess Start(Installation installation, string key) {
        CartProcess starting = new(installation, key);
        starting.TryAdd(starting.Hello);
        starting.StartThread("input", starting.Run);
        return starting;
    }

    /// <summary>
    /// Gives it a command, but no more of them than it works on at once: a command that waits here was not sent for sure,
    /// and the process reads at once that another one is to be stopped.
    /// </summary>
    /// <returns>What has to be gone before this is tried again; null if the command was given.</returns>
    internal Obstacle? TrySend(PendingCommand command) {
        lock (pending) {
            if (!Hello.Answer.IsCompleted) {
                return new(Hello.Answer, this, Hello);
            }

            if (pending.Count >= concurrency) {
                return new(Task.WhenAny(pending.Values.Select(other => other.Finished)), this);
            }

            if (TryAdd(command)) {
                return null;
            }
        }

        // It has just ended. Another one is started, unless this one could not start.
        Obstacle obstacle = new(Task.CompletedTask, this, Hello);
        if (obstacle.Failure is not { } failure) {
            return obstacle;
        }

        command.FailLike(failure);
        return null;
    }

    /// <summary>A command on that cart that is not answered yet.</summary>
    internal PendingCommand? PendingOn(string cart) {
        lock (pending) {
            return pending.Values.FirstOrDefault(command => command.Cart == cart);
        }
    }

    /// <summary>Lets nothing more of a command be sent to Partner Center.</summary>
    internal void Stop(PendingCommand command) {
        command.IsStopped = true;
        Enqueue(PendingCommand.Stop(command.Id));
    }

    /// <summary>Asks for a sign of life, which resets SilentFor.</summary>
    internal void Ping() => Enqueue(PendingCommand.Stop(0));

    /// <summary>Lets it finish what it has, and end.</summary>
    internal void Close() {
        lock (pending) {
            IsClosed = true;
            Monitor.PulseAll(pending);
        }
    }

    /// <summary>Ends it at once; all that is not answered fails with that error.</summary>
    internal void Kill(string errorId, string message) {
        List<PendingCommand> unanswered = End();
        ProcessTree.Kill(process);
        unanswered.ForEach(command => command.Fail(errorId, message));
    }

    private bool TryAdd(PendingCommand command) {
        lock (pending) {
            if (IsClosed) {
                return false;
            }

            command.Process = this;
            pending.Add(command.Id, command);
            Enqueue(command);
            return true;
        }
    }

    private void Enqueue(PendingCommand command) {
        lock (pending) {
            toWrite.Enqueue(command);
            Monitor.PulseAll(pending);
        }
    }

    /// <summary>Waits for what is to be written next; null if nothing will be any more, which tells the process to end.</summary>
    private PendingCommand? Next() {
        lock (pending) {
            while (toWrite.Count == 0 && !(IsClosed && pending.Count == 0)) {
                Monitor.Wait(pending);
            }

            return toWrite.Count > 0 ? toWrite.Dequeue() : null;
        }
    }

    private List<PendingCommand> End() {
        lock (pending) {
            List<PendingCommand> unanswered = [.. pending.Values];
            pending.Clear();
            IsClosed = true;
            Monitor.PulseAll(pending);
            unanswered.ForEach(command => command.Finish());
            return unanswered;
        }
    }

    private void StartThread(string name, Action run) {
        void RunGuarded() {
            try {
                run();
            } catch (Exception e) {
                // It would end PowerShell; and without the thread, commands would wait for ever.
                Kill("ProcessEnded", $"The process partner-cart was ended, as the module failed at its {name}: {e.Message}");
            }
        }

        // None of them keeps PowerShell from ending.
        new Thread(RunGuarded) { IsBackground = true, Name = "partner-cart " + name }.Start();
    }

    private void Run() {
        try {
            process = SystemProcess.Start(installation.StartInfo());
        } catch (Exception e) when (e is InvalidOperationException or Win32Exception) {
            string message = e is Win32Exception ? $"partner-cart can't be started from {installation.Home}: {e.Message}" : e.Message;
            ended.TrySetResult(true);
            End().ForEach(command => command.Fail("ProcessNotStarted", message));
            return;
        }

        StartThread("output", ReadAnswers);
        StartThread("errors", ReadErrors);
        try {
            using Stream input = process.StandardInput.BaseStream;
            long line = 0;
            while (Next() is { } command) {
                command.LineNumber = ++line;
                command.WriteTo(input);
            }
        } catch (IOException) {
            // The process has ended; the reader of its answers sees that too, and says so.
        }
    }

    private void ReadAnswers() {
        try {
            while (process!.StandardOutput.ReadLine() is { } line) {
                Volatile.Write(ref readAt, Stopwatch.GetTimestamp());
                // Java itself may write there, even in front of an answer.
                int start = line.StartsWith("{", StringComparison.Ordinal) ? 0 : line.IndexOf("{\"Id\":", StringComparison.Ordinal);
                if (start != 0) {
                    Keep(start < 0 ? line : line.Substring(0, start));
                }

                if (start >= 0) {
                    Take(line.Substring(start));
                }
            }
        } catch (IOException) {
            // As if it had ended.
        } catch (FormatException e) {
            Kill("ProcessEnded", "The process partner-cart was ended, as an answer can't be read: " + e.Message);
            return;
        }

        List<PendingCommand> unanswered = End();
        bool hasStarted = Hello.Answer.IsCompleted;
        string why = WhyItEnded(hasStarted, out bool hasReadNothing);
        ended.TrySetResult(true);
        unanswered.ForEach(command => command.Fail(hasStarted ? "ProcessEnded" : "ProcessNotStarted", why, hasReadNothing));
    }

    /// <exception cref="FormatException">It is no answer to a command.</exception>
    private void Take(string line) {
        JsonObject answer = JsonReader.ReadObject(line);
        PendingCommand? command;
        lock (pending) {
            // Where no Id could be read, an answer has the number of the line.
            command = !answer.ContainsKey("Id") && answer.Object("Error").Find("Line") is JsonNumber number
                ? pending.Values.FirstOrDefault(other => other.LineNumber.ToString(CultureInfo.InvariantCulture) == number.ToString())
                    ?? throw new FormatException("it has neither an Id nor the Line of a command")
                : pending.TryGetValue(answer.Find("Id") is JsonNumber id && id.TryGetInt64(out long known) ? known : throw new FormatException("it has no Id"), out PendingCommand? found) ? found : null;
        }

        if (command is not null && answer.Find("Warning") is string warning) {
            command.Warn(warning);
        }

        if (answer.Find("Result") is not JsonObject && answer.Find("Error") is not JsonObject) {
            if (answer.Find("Warning") is not string) {
                throw new FormatException("it has neither a Result nor an Error");
            }
        } else if (command is not null) {
            lock (pending) {
                pending.Remove(command.Id);
                if (IsClosed) {
                    Monitor.PulseAll(pending);
                }
            }

            command.Finish();
            command.AnswerLine = line;
            command.Settle(answer);
        }
    }

    private string WhyItEnded(bool hasStarted, out bool hasReadNothing) {
        bool hasExited = process!.WaitForExit(2000);
        errorsAreRead.Wait(2000);
        // partner-cart's own code for a wrong option: nothing was read.
        hasReadNothing = !hasStarted || (hasExited && process.ExitCode == 2);
        string exit = hasExited ? $"ended with exit code {process.ExitCode.ToString(CultureInfo.InvariantCulture)}" : "closed its output";
        string last = string.Join(" ", words).Trim();
        return $"The process partner-cart {exit} before it {(hasStarted ? "answered" : "read a command")}{(last.Length == 0 ? "." : ": " + last)}{installation.Advice(last)}";
    }

    private void ReadErrors() {
        try {
            while (process!.StandardError.ReadLine() is { } line) {
                Keep(line);
            }
        } catch (IOException) {
            // It has ended.
        } finally {
            errorsAreRead.Set();
        }
    }

    private void Keep(string line) {
        words.Enqueue(line);
        while (words.Count > KeptWords && words.TryDequeue(out _)) {
        }
    }
}
