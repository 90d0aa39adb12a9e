namespace Microsoft.Store.PartnerCenter.PowerShell.Commands
{
    using System;
    using System.Collections.Generic;
    using System.Diagnostics;
    using System.Globalization;
    using System.Management.Automation;
    using System.Threading;
    using PartnerCenterCart;

    /// <summary>Gives a cmdlet's parameters to partner-cart, and turns the answer into objects or an error.</summary>
    public abstract class PartnerCmdlet : PSCmdlet
    {
        /// <summary>The original's pattern. It also has the option Compiled, which costs milliseconds at each call.</summary>
        internal const string Guid = @"^(\{){0,1}[0-9a-fA-F]{8}\-[0-9a-fA-F]{4}\-[0-9a-fA-F]{4}\-[0-9a-fA-F]{4}\-[0-9a-fA-F]{12}(\}){0,1}$";

        /// <summary>How long a stopped command is waited for, to tell whether it was sent.</summary>
        private static readonly TimeSpan LastWord = TimeSpan.FromSeconds(2);

        /// <summary>How long a process that was silent for long has to answer when it is asked for a sign of life.</summary>
        private static readonly TimeSpan LastChance = TimeSpan.FromSeconds(10);

        private readonly ManualResetEvent stopped = new ManualResetEvent(false);

        /// <summary>Runs a command, and writes its result as an object of that type.</summary>
        internal void WriteResult<T>(IDictionary<string, object> parameters)
            where T : new()
        {
            string json = ToJson(parameters);
            if (json == null)
            {
                return;
            }

            PendingCommand command = new PendingCommand(CommandName, json);
            Run(command, result =>
            {
                ModelReader reader = new ModelReader();
                T model = reader.Read<T>(result);
                foreach (string warning in reader.Warnings)
                {
                    command.Warn(warning);
                }

                WriteObject(model);
            });
        }

        /// <summary>Runs a command, and writes what came of it.</summary>
        internal void Run(IDictionary<string, object> parameters, Action<Dictionary<string, object>> write)
        {
            string json = ToJson(parameters);
            if (json != null)
            {
                Run(new PendingCommand(CommandName, json), write);
            }
        }

        /// <summary>Runs a command, and writes what came of it.</summary>
        internal void Run(PendingCommand command, Action<Dictionary<string, object>> write)
        {
            using (command)
            {
                Stopwatch elapsed = Stopwatch.StartNew();
                Answer(command, elapsed);
                elapsed.Stop();
                object error;
                bool failed = command.Answer.TryGetValue("Error", out error);
                // First what must not be lost: a prompt or preference of each other stream may end the pipeline.
                try
                {
                    if (!failed)
                    {
                        write((Dictionary<string, object>)command.Answer["Result"]);
                    }
                    else if (!IsSilent((Dictionary<string, object>)error))
                    {
                        WriteError(RecordOf((Dictionary<string, object>)error));
                    }
                }
                catch (PipelineStoppedException)
                {
                    // Nobody may have taken the result. Of an error, -ErrorAction Stop ends the pipeline, too, and tells it.
                    if (!failed || stopped.WaitOne(0))
                    {
                        TellStopped(command);
                    }

                    throw;
                }

                Report(command, elapsed.Elapsed, (Dictionary<string, object>)error);
            }
        }

        /// <summary>The parameters as JSON; null if one can't be a part of a cart, which was then written as an error.</summary>
        internal string ToJson(IDictionary<string, object> parameters)
        {
            try
            {
                List<string> members = new List<string>();
                foreach (KeyValuePair<string, object> parameter in parameters)
                {
                    members.Add("\"" + parameter.Key + "\":" + JsonWriter.Write(parameter.Key, parameter.Value));
                }

                return "{" + string.Join(",", members.ToArray()) + "}";
            }
            catch (InvalidCastException e)
            {
                WriteError(new ErrorRecord(e, string.Empty, ErrorCategory.CloseError, null));
                return null;
            }
        }

        /// <summary>The cmdlet's own name, whatever Import-Module -Prefix makes of it.</summary>
        private string CommandName
        {
            get
            {
                CmdletAttribute cmdlet = (CmdletAttribute)Attribute.GetCustomAttribute(GetType(), typeof(CmdletAttribute));
                return cmdlet.VerbName + "-" + cmdlet.NounName;
            }
        }

        /// <summary>Whether the parameters must not be shown.</summary>
        internal virtual bool HasSecrets
        {
            get { return false; }
        }

        /// <summary>The longest that the command may take, after which the process counts as hung.</summary>
        internal virtual TimeSpan Patience
        {
            get { return PartnerCart.Patience; }
        }

        internal virtual ErrorRecord RecordOf(Dictionary<string, object> error)
        {
            return ErrorRecords.Of(error);
        }

        /// <summary>Whether a failure is an empty answer rather than an error.</summary>
        internal virtual bool IsSilent(Dictionary<string, object> error)
        {
            return false;
        }

        /// <summary>Parameters by name, from names and values in turn.</summary>
        internal static Dictionary<string, object> Parameters(params object[] namesAndValues)
        {
            Dictionary<string, object> parameters = new Dictionary<string, object>();
            for (int i = 0; i < namesAndValues.Length; i += 2)
            {
                parameters.Add((string)namesAndValues[i], namesAndValues[i + 1]);
            }

            return parameters;
        }

        protected override void StopProcessing()
        {
            stopped.Set();
        }

        /// <summary>Returns when the command has an answer.</summary>
        private void Answer(PendingCommand command, Stopwatch elapsed)
        {
            bool isDebug = IsOn("Debug");
            command.IsVerbose = isDebug || IsOn("Verbose");
            if (isDebug)
            {
                WriteDebug(HasSecrets ? command.Name + " with parameters that are not shown" : command.ToLine().TrimEnd());
            }

            JavaProcess process;
            try
            {
                process = PartnerCart.Send(command);
            }
            catch (InvalidOperationException e)
            {
                command.Fail("ProcessNotStarted", e.Message);
                return;
            }

            int woken = Wait(process, command, elapsed);
            process = command.Process ?? process;
            if (woken == WaitHandle.WaitTimeout)
            {
                string message = string.Format(
                    CultureInfo.InvariantCulture,
                    "The process partner-cart ({0}) did not answer within {1:0} s and was ended; the next command starts a fresh one.",
                    process.ProcessId,
                    Patience.TotalSeconds);
                process.Kill("ProcessHung", message);
                command.Fail("ProcessHung", message);
            }
            else if (woken == 1)
            {
                Stop(process, command);
            }
        }

        /// <summary>
        /// Waits for the answer (0) or Ctrl+C (1), and tells the user meanwhile what the process says; a time-out, if all
        /// the while nothing at all was read from the process. How long a command may take, it knows itself.
        /// </summary>
        private int Wait(JavaProcess process, PendingCommand command, Stopwatch elapsed)
        {
            WaitHandle[] handles = command.Warned == null
                ? new[] { command.Answered, stopped }
                : new[] { command.Answered, stopped, command.Warned };
            TimeSpan patience = Patience - LastChance;
            TimeSpan next = patience;
            bool isAsked = false;
            while (true)
            {
                int woken = WaitHandle.WaitAny(handles, next);
                if (woken < 2)
                {
                    return woken;
                }

                process = command.Process ?? process;
                TimeSpan silence = elapsed.Elapsed < process.SilentFor ? elapsed.Elapsed : process.SilentFor;
                if (woken == 2)
                {
                    WriteWarnings(process, command);
                }
                else if (silence < patience)
                {
                    isAsked = false;
                    next = patience - silence;
                }
                else if (isAsked && silence >= LastChance)
                {
                    return WaitHandle.WaitTimeout;
                }
                else
                {
                    process.Ping();
                    isAsked = true;
                    next = LastChance;
                }
            }
        }

        private void WriteWarnings(JavaProcess process, PendingCommand command)
        {
            string warning;
            while (command.Warnings.TryDequeue(out warning))
            {
                try
                {
                    WriteWarning(warning);
                }
                catch
                {
                    // Such as -WarningAction Stop: nobody waits for the answer any more.
                    process.Stop(command);
                    throw;
                }
            }
        }

        /// <summary>Says what became of a command at Ctrl+C, and ends the pipeline.</summary>
        private void Stop(JavaProcess process, PendingCommand command)
        {
            process.Stop(command);
            command.Answered.WaitOne(LastWord);
            command.Fail("OperationStopped", command.Name + " was stopped.");
            TellStopped(command);
            throw new PipelineStoppedException();
        }

        /// <summary>The streams of a pipeline that is being stopped take nothing any more, the host does.</summary>
        private void TellStopped(PendingCommand command)
        {
            Host.UI.WriteWarningLine(command.Name + " was stopped: " + OutcomeWords.OfStopped(command));
        }

        private void Report(PendingCommand command, TimeSpan elapsed, Dictionary<string, object> error)
        {
            string warning;
            while (command.Warnings.TryDequeue(out warning))
            {
                WriteWarning(warning);
            }

            if (IsOn("Verbose"))
            {
                object exchanges;
                command.Answer.TryGetValue("Verbose", out exchanges);
                foreach (object exchange in exchanges as List<object> ?? new List<object>())
                {
                    WriteVerbose(Convert.ToString(exchange, CultureInfo.InvariantCulture));
                }

                WriteVerbose(string.Format(
                    CultureInfo.InvariantCulture,
                    "{0} {1} after {2:0} ms (RequestId {3}, CorrelationId {4}).",
                    command.Name,
                    error == null ? "succeeded" : OutcomeWords.OfFailed(error),
                    elapsed.TotalMilliseconds,
                    command.RequestId,
                    command.CorrelationId));
            }

            if (IsOn("Debug"))
            {
                WriteDebug(HasSecrets || command.AnswerLine == null ? command.Name + (error == null ? " succeeded" : " failed") : command.AnswerLine);
            }
        }

        /// <summary>Whether the stream Verbose or Debug is asked for, by the parameter or else by the preference.</summary>
        private bool IsOn(string stream)
        {
            object given;
            if (MyInvocation.BoundParameters.TryGetValue(stream, out given))
            {
                return ((SwitchParameter)given).IsPresent;
            }

            string preference = Convert.ToString(GetVariableValue(stream + "Preference"), CultureInfo.InvariantCulture);
            return !string.Equals(preference, "SilentlyContinue", StringComparison.OrdinalIgnoreCase)
                && !string.Equals(preference, "Ignore", StringComparison.OrdinalIgnoreCase);
        }
    }
}
