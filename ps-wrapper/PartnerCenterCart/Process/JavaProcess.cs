namespace PartnerCenterCart
{
    using System;
    using System.Collections.Concurrent;
    using System.Collections.Generic;
    using System.ComponentModel;
    using System.Diagnostics;
    using System.Globalization;
    using System.IO;
    using System.Text;
    using System.Text.RegularExpressions;
    using System.Threading;

    /// <summary>One running partner-cart: commands go in at its stdin, answers come out of its stdout, matched by Id.</summary>
    internal sealed class JavaProcess
    {
        private const int KeptErrorLines = 20;
        private static readonly Regex RequestIdInLog = new Regex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", RegexOptions.CultureInvariant);

        private readonly Process process;
        private readonly Distribution distribution;
        private readonly BlockingCollection<PendingCommand> toWrite = new BlockingCollection<PendingCommand>();
        private readonly ConcurrentDictionary<long, PendingCommand> pending = new ConcurrentDictionary<long, PendingCommand>();
        private readonly ConcurrentQueue<string> errorLines = new ConcurrentQueue<string>();
        private volatile bool hasEnded;

        private JavaProcess(Process process, Distribution distribution)
        {
            this.process = process;
            this.distribution = distribution;
        }

        /// <summary>Whether it takes no more commands.</summary>
        internal bool HasEnded
        {
            get { return hasEnded; }
        }

        internal int ProcessId
        {
            get { return process.Id; }
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
            StartThread("partner-cart stdout", started.ReadAnswers);
            StartThread("partner-cart stderr", started.ReadErrors);
            StartThread("partner-cart stdin", started.WriteCommands);
            return started;
        }

        private static void StartThread(string name, ThreadStart start)
        {
            // Background threads: none of them keeps PowerShell from ending.
            new Thread(start) { IsBackground = true, Name = name }.Start();
        }

        internal void Send(PendingCommand command)
        {
            pending[command.Id] = command;
            try
            {
                toWrite.Add(command);
            }
            catch (InvalidOperationException)
            {
                // It ended in between; whoever emptied the dictionary may have missed this one.
                FailPending();
            }
        }

        /// <summary>Takes a command back if nothing of it was sent to Partner Center yet.</summary>
        internal void Stop(PendingCommand command)
        {
            command.IsStopped = true;
            if (command.IsWritten)
            {
                Send(new PendingCommand("Stop-PartnerCartCommand", "{\"Id\":" + command.Id.ToString(CultureInfo.InvariantCulture) + "}"));
            }
        }

        /// <summary>Lets it finish what it has, and end.</summary>
        internal void Close()
        {
            hasEnded = true;
            toWrite.CompleteAdding();
        }

        internal void Kill()
        {
            hasEnded = true;
            try
            {
                process.Kill();
            }
            catch (InvalidOperationException)
            {
                // It has ended already.
            }
            catch (Win32Exception)
            {
                // It is ending.
            }
        }

        private void WriteCommands()
        {
            try
            {
                using (Stream stdin = process.StandardInput.BaseStream)
                {
                    foreach (PendingCommand command in toWrite.GetConsumingEnumerable())
                    {
                        if (command.IsStopped)
                        {
                            Remove(command.Id);
                            command.Settle(command.Failure("OperationStopped", command.Name + " was stopped before anything was sent."));
                            continue;
                        }

                        command.IsWritten = true;
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

        private void ReadAnswers()
        {
            try
            {
                string line;
                while ((line = process.StandardOutput.ReadLine()) != null)
                {
                    Dictionary<string, object> answer = JsonReader.ReadObject(line);
                    object id;
                    if (answer.TryGetValue("Id", out id) && id is long)
                    {
                        Take((long)id, answer);
                    }
                }
            }
            catch (IOException)
            {
                // As if it had ended.
            }
            catch (FormatException e)
            {
                errorLines.Enqueue("An answer can't be read: " + e.Message);
                Kill();
            }

            hasEnded = true;
            toWrite.CompleteAdding();
            FailPending();
        }

        private void Take(long id, Dictionary<string, object> answer)
        {
            PendingCommand command;
            object warning;
            if (answer.TryGetValue("Warning", out warning))
            {
                if (pending.TryGetValue(id, out command))
                {
                    command.Warn((string)warning);
                }
            }
            else if ((command = Remove(id)) != null)
            {
                command.Settle(answer);
            }
        }

        private PendingCommand Remove(long id)
        {
            PendingCommand command;
            pending.TryRemove(id, out command);
            return command;
        }

        private void FailPending()
        {
            if (pending.IsEmpty)
            {
                return;
            }

            string message = WhyItEnded();
            foreach (long id in pending.Keys)
            {
                PendingCommand command = Remove(id);
                if (command != null)
                {
                    command.Settle(command.Failure("ProcessEnded", message));
                }
            }
        }

        private string WhyItEnded()
        {
            string exit = process.WaitForExit(2000)
                ? "ended with exit code " + process.ExitCode.ToString(CultureInfo.InvariantCulture)
                : "closed its output";
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

                    foreach (Match match in RequestIdInLog.Matches(line))
                    {
                        foreach (PendingCommand command in pending.Values)
                        {
                            if (command.RequestId.ToString() == match.Value)
                            {
                                command.Log.Enqueue(line);
                            }
                        }
                    }
                }
            }
            catch (IOException)
            {
                // It has ended.
            }
        }
    }
}
