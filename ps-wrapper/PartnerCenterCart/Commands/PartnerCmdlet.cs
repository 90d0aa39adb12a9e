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
            Run(parameters, result =>
            {
                ModelReader reader = new ModelReader();
                WriteObject(reader.Read<T>(result));
                foreach (string warning in reader.Warnings)
                {
                    WriteWarning(warning);
                }
            });
        }

        /// <summary>Runs a command, and writes what came of it.</summary>
        internal void Run(IDictionary<string, object> parameters, Action<Dictionary<string, object>> write)
        {
            string json = ToJson(parameters);
            if (json != null)
            {
                Run(new PendingCommand(MyInvocation.MyCommand.Name, json), write);
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
                if (!failed)
                {
                    write((Dictionary<string, object>)command.Answer["Result"]);
                }
                else if (!IsSilent((Dictionary<string, object>)error))
                {
                    WriteError(RecordOf((Dictionary<string, object>)error));
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
            object error;
            string outcome = command.Answer.TryGetValue("Error", out error)
                ? Said(ErrorRecords.Text((Dictionary<string, object>)error, "Outcome"))
                : "was done all the same" + Ids((Dictionary<string, object>)command.Answer["Result"]);
            // The streams of a pipeline that is being stopped take nothing any more, the host does.
            Host.UI.WriteWarningLine(string.Format(
                CultureInfo.InvariantCulture,
                "{0} was stopped: it {1}. RequestId {2}, CorrelationId {3}.",
                command.Name,
                outcome,
                command.RequestId,
                command.CorrelationId));
            throw new PipelineStoppedException();
        }

        private static string Said(string outcome)
        {
            return outcome == "NotSent"
                ? "was not sent to Partner Center"
                : outcome == "Rejected"
                    ? "was refused by Partner Center"
                    : "may have been done; look at the customer's carts and orders before you repeat it";
        }

        /// <summary>By what the user finds the cart or the orders that nobody takes any more.</summary>
        private static string Ids(Dictionary<string, object> result)
        {
            string cart = ErrorRecords.Text(result, "CartId");
            object orders;
            result.TryGetValue("Orders", out orders);
            List<string> ids = new List<string>();
            foreach (object order in orders as List<object> ?? new List<object>())
            {
                Dictionary<string, object> members = order as Dictionary<string, object>;
                if (members != null)
                {
                    ids.Add(ErrorRecords.Text(members, "Id"));
                }
            }

            return (cart.Length == 0 ? string.Empty : ", CartId " + cart)
                + (ids.Count == 0 ? string.Empty : ", orders " + string.Join(", ", ids.ToArray()));
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
                    error == null ? "succeeded" : Failure(error),
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

        private static string Failure(Dictionary<string, object> error)
        {
            string status = ErrorRecords.Text(error, "StatusCode");
            string attempts = ErrorRecords.Text(error, "Attempts");
            return "failed (" + ErrorRecords.Text(error, "Outcome")
                + (status.Length == 0 ? string.Empty : ", HTTP " + status)
                + (attempts.Length == 0 ? string.Empty : ", attempts " + attempts)
                + ")";
        }
    }
}
