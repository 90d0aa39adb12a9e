namespace PartnerCenterCart
{
    using System;
    using System.Collections.Concurrent;
    using System.Collections.Generic;
    using System.ComponentModel;
    using System.Diagnostics;
    using System.Globalization;
    using System.IO;
    using System.Reflection;
    using System.Text;
    using System.Threading;

    /// <summary>One running partner-cart: commands go in at its stdin, answers come out of its stdout, matched by Id.</summary>
    internal sealed class JavaProcess
    {
        private const int KeptErrorLines = 20;

        private readonly Process process;
        private readonly Distribution distribution;
        private readonly int concurrency;
        private readonly ConcurrentQueue<string> errorLines = new ConcurrentQueue<string>();
        private readonly ManualResetEventSlim errorsRead = new ManualResetEventSlim();

        /// <summary>Guards all that follows. No command is settled under it: that may take another lock.</summary>
        private readonly object gate = new object();

        /// <summary>The commands that are not answered yet.</summary>
        private readonly Dictionary<long, PendingCommand> pending = new Dictionary<long, PendingCommand>();

        /// <summary>
        /// Those of them that the process is not given before it has answered others: it reads no more than it works on,
        /// so that a command here can be taken back for sure, and the process reads at once that one is to be stopped.
        /// </summary>
        private readonly Queue<PendingCommand> toWrite = new Queue<PendingCommand>();

        /// <summary>What the process reads and does at once, whatever it works on.</summary>
        private readonly Queue<PendingCommand> toWriteAtOnce = new Queue<PendingCommand>();

        private int inFlight;
        private State state = State.Running;

        private long readAt = Stopwatch.GetTimestamp();

        private JavaProcess(Process process, Distribution distribution)
        {
            this.process = process;
            this.distribution = distribution;
            concurrency = Distribution.Concurrency;
        }

        private enum State
        {
            Running,

            /// <summary>It takes no more commands, but finishes what it has.</summary>
            Closing,

            Ended
        }

        /// <summary>Whether it takes no more commands.</summary>
        internal bool HasEnded
        {
            get
            {
                lock (gate)
                {
                    return state != State.Running;
                }
            }
        }

        internal int ProcessId
        {
            get { return process.Id; }
        }

        /// <summary>How long nothing was read from it.</summary>
        internal TimeSpan SilentFor
        {
            get { return TimeSpan.FromSeconds((double)(Stopwatch.GetTimestamp() - Volatile.Read(ref readAt)) / Stopwatch.Frequency); }
        }

        /// <exception cref="InvalidOperationException">It can't be started; the message says what to do.</exception>
        internal static JavaProcess Start(Distribution distribution)
        {
            ProcessStartInfo start = distribution.StartInfo();
            start.UseShellExecute = false;
            start.CreateNoWindow = true;
            start.RedirectStandardInput = true;
            start.RedirectStandardOutput = true;
            start.RedirectStandardError = true;
            start.StandardOutputEncoding = new UTF8Encoding(false);
            start.StandardErrorEncoding = new UTF8Encoding(false);

            // These are about an input that is piped: cmdlets that are called again are not the same run again.
            start.EnvironmentVariables.Remove("PARTNER_CART_JOURNAL");
            start.EnvironmentVariables.Remove("PARTNER_CART_COMMAND");
            Process process;
            try
            {
                process = Process.Start(start);
            }
            catch (Win32Exception e)
            {
                throw new InvalidOperationException("partner-cart can't be started from " + distribution.Home + ": " + e.Message, e);
            }

            JavaProcess started = new JavaProcess(process, distribution);
            started.StartThread("stdout", started.ReadAnswers);
            started.StartThread("stderr", started.ReadErrors);
            started.StartThread("stdin", started.WriteCommands);
            return started;
        }

        private void StartThread(string pipe, Action run)
        {
            ThreadStart start = () =>
            {
                try
                {
                    run();
                }
                catch (Exception e)
                {
                    // On a thread, it would end PowerShell; and without the thread, callers would wait for ever.
                    Kill("ProcessEnded", "The process partner-cart was ended, as the module failed at its " + pipe + ": " + e.Message);
                }
            };
            // Background threads: none of them keeps PowerShell from ending.
            new Thread(start) { IsBackground = true, Name = "partner-cart " + pipe }.Start();
        }

        internal void Send(PendingCommand command)
        {
            lock (gate)
            {
                if (state == State.Running)
                {
                    command.Process = this;
                    pending.Add(command.Id, command);
                    toWrite.Enqueue(command);
                    Monitor.PulseAll(gate);
                    return;
                }
            }

            command.Settle(command.Failure("ProcessEnded", WhyItEnded()));
        }

        /// <summary>Takes a command back if nothing of it was sent to Partner Center yet.</summary>
        internal void Stop(PendingCommand command)
        {
            command.IsStopped = true;
            if (command.TryWithdraw())
            {
                Remove(command.Id);
                command.Settle(command.Failure("OperationStopped", command.Name + " was stopped before anything was sent."));
            }
            else
            {
                WriteStop(command.Id);
            }
        }

        /// <summary>Asks for a sign of life, which resets SilentFor: there is no command 0 to be stopped.</summary>
        internal void Ping()
        {
            WriteStop(0);
        }

        private void WriteStop(long id)
        {
            lock (gate)
            {
                toWriteAtOnce.Enqueue(new PendingCommand("Stop-PartnerCartCommand", "{\"Id\":" + id.ToString(CultureInfo.InvariantCulture) + "}"));
                Monitor.PulseAll(gate);
            }
        }

        /// <summary>Lets it finish what it has, and end.</summary>
        internal void Close()
        {
            lock (gate)
            {
                if (state == State.Running)
                {
                    state = State.Closing;
                    Monitor.PulseAll(gate);
                }
            }
        }

        /// <summary>Ends it at once; all that is not answered fails with that error.</summary>
        internal void Kill(string errorId, string message)
        {
            List<PendingCommand> unanswered = End();
            EndProcesses();
            Fail(unanswered, errorId, message);
        }

        private void EndProcesses()
        {
            try
            {
                // A java on the PATH may be one that starts the real one.
                MethodInfo killTree = typeof(Process).GetMethod("Kill", new[] { typeof(bool) });
                if (killTree != null)
                {
                    killTree.Invoke(process, new object[] { true });
                    return;
                }

                // .NET Framework, so on Windows.
                string taskkill = Path.Combine(Environment.SystemDirectory, "taskkill.exe");
                string arguments = "/T /F /PID " + process.Id.ToString(CultureInfo.InvariantCulture);
                using (Process killing = Process.Start(new ProcessStartInfo(taskkill, arguments) { UseShellExecute = false, CreateNoWindow = true }))
                {
                    killing.WaitForExit(5000);
                }

                process.Kill();
            }
            catch (Exception)
            {
                // It has ended already, or is ending, or can't be ended: what waits for it is answered in any case.
            }
        }

        private void WriteCommands()
        {
            try
            {
                using (Stream stdin = process.StandardInput.BaseStream)
                {
                    PendingCommand command;
                    while ((command = NextToWrite()) != null)
                    {
                        byte[] line = command.ToBytes();
                        stdin.Write(line, 0, line.Length);
                        stdin.Flush();
                        Array.Clear(line, 0, line.Length);
                    }
                }
            }
            catch (IOException)
            {
                // The process has ended; the reader of its answers sees that too, and says so.
            }
        }

        /// <summary>Waits for what is to be written next; null if nothing will be any more.</summary>
        private PendingCommand NextToWrite()
        {
            lock (gate)
            {
                while (true)
                {
                    if (state == State.Ended)
                    {
                        return null;
                    }

                    if (toWriteAtOnce.Count > 0)
                    {
                        return toWriteAtOnce.Dequeue();
                    }

                    if (toWrite.Count > 0 && inFlight < concurrency)
                    {
                        PendingCommand next = toWrite.Dequeue();
                        if (next.TryWrite())
                        {
                            inFlight++;
                            return next;
                        }
                    }
                    else if (state == State.Closing && pending.Count == 0)
                    {
                        return null;
                    }
                    else
                    {
                        Monitor.Wait(gate);
                    }
                }
            }
        }

        private void ReadAnswers()
        {
            try
            {
                string line;
                while ((line = process.StandardOutput.ReadLine()) != null)
                {
                    Volatile.Write(ref readAt, Stopwatch.GetTimestamp());
                    Take(line);
                }
            }
            catch (IOException)
            {
                // As if it had ended.
            }
            catch (FormatException e)
            {
                Kill("ProcessEnded", "The process partner-cart was ended, as an answer can't be read: " + e.Message);
                return;
            }

            List<PendingCommand> unanswered = End();
            if (unanswered.Count > 0)
            {
                Fail(unanswered, "ProcessEnded", WhyItEnded());
            }
        }

        private void Take(string line)
        {
            Dictionary<string, object> answer = JsonReader.ReadObject(line);
            object id;
            if (!answer.TryGetValue("Id", out id) || !(id is long))
            {
                return;
            }

            PendingCommand command;
            object warning;
            if (answer.TryGetValue("Warning", out warning))
            {
                lock (gate)
                {
                    pending.TryGetValue((long)id, out command);
                }

                if (command != null)
                {
                    command.Warn((string)warning);
                }
            }
            else if ((command = Remove((long)id)) != null)
            {
                command.AnswerLine = command.IsVerbose ? line : null;
                command.Settle(answer);
            }
        }

        private PendingCommand Remove(long id)
        {
            lock (gate)
            {
                PendingCommand command;
                if (pending.TryGetValue(id, out command))
                {
                    pending.Remove(id);
                    inFlight -= command.IsWritten ? 1 : 0;
                    if (toWrite.Count > 0 || state == State.Closing)
                    {
                        Monitor.PulseAll(gate);
                    }
                }

                return command;
            }
        }

        /// <summary>Takes no more commands, writes none, and gives back those that are not answered.</summary>
        private List<PendingCommand> End()
        {
            lock (gate)
            {
                state = State.Ended;
                List<PendingCommand> unanswered = new List<PendingCommand>(pending.Values);
                pending.Clear();
                toWrite.Clear();
                toWriteAtOnce.Clear();
                Monitor.PulseAll(gate);
                return unanswered;
            }
        }

        private static void Fail(List<PendingCommand> commands, string errorId, string message)
        {
            foreach (PendingCommand command in commands)
            {
                try
                {
                    command.Settle(command.Failure(errorId, message));
                }
                catch (Exception)
                {
                    // It has its answer all the same, and the others are to have theirs.
                }
            }
        }

        private string WhyItEnded()
        {
            string exit = process.WaitForExit(2000)
                ? "ended with exit code " + process.ExitCode.ToString(CultureInfo.InvariantCulture)
                : "closed its output";

            // What it said is read on a thread of its own.
            errorsRead.Wait(2000);
            string last = string.Join(" ", errorLines.ToArray()).Trim();
            return "The process partner-cart " + exit + " before it answered"
                + (last.Length == 0 ? "." : ": " + last)
                + distribution.Advice(last);
        }

        private void ReadErrors()
        {
            try
            {
                string line;
                while ((line = process.StandardError.ReadLine()) != null)
                {
                    errorLines.Enqueue(line);
                    string dropped;
                    while (errorLines.Count > KeptErrorLines && errorLines.TryDequeue(out dropped))
                    {
                    }
                }
            }
            catch (IOException)
            {
                // It has ended.
            }
            finally
            {
                errorsRead.Set();
            }
        }
    }
}
