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
        private static readonly TimeSpan LastWord = TimeSpan.FromMilliseconds(300);

        /// <summary>How long -Verbose waits for what the process logs of a command.</summary>
        private static readonly TimeSpan LogsPatience = TimeSpan.FromMilliseconds(200);

        private readonly ManualResetEvent stopped = new ManualResetEvent(false);

        /// <summary>Runs a command, and writes its result as an object of that type.</summary>
        internal void WriteResult<T>(IDictionary<string, object> parameters)
            where T : new()
        {
            Dictionary<string, object> result = Run(parameters);
            if (result == null)
            {
                return;
            }

            ModelReader reader = new ModelReader();
            T model = reader.Read<T>(result);
            foreach (string warning in reader.Warnings)
            {
                WriteWarning(warning);
            }

            WriteObject(model);
        }

        /// <summary>Runs a command; null if it failed, which was then written as an error.</summary>
        internal Dictionary<string, object> Run(IDictionary<string, object> parameters)
        {
            string json = ToJson(parameters);
            if (json == null)
            {
                return null;
            }

            return Result(new PendingCommand(MyInvocation.MyCommand.Name, json));
        }

        /// <summary>Runs a command; null if it failed, which was then written as an error.</summary>
        internal Dictionary<string, object> Result(PendingCommand command)
        {
            using (command)
            {
                Dictionary<string, object> answer = Run(command, HasSecrets);
                object error;
                if (answer.TryGetValue("Error", out error))
                {
                    Dictionary<string, object> failure = (Dictionary<string, object>)error;
                    if (!IsSilent(failure))
                    {
                        WriteError(RecordOf(failure));
                    }

                    return null;
                }

                return (Dictionary<string, object>)answer["Result"];
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

        private Dictionary<string, object> Run(PendingCommand command, bool hasSecrets)
        {
            WriteDebug(hasSecrets ? command.Name + " with parameters that are not shown" : command.ToLine().TrimEnd());
            Stopwatch elapsed = Stopwatch.StartNew();
            JavaProcess process;
            try
            {
                process = PartnerCart.Send(command);
            }
            catch (InvalidOperationException e)
            {
                command.Fail("ProcessNotStarted", e.Message);
                return command.Answer;
            }

            TimeSpan patience = Patience;
            int woken = Wait(process, command, patience);
            if (woken == WaitHandle.WaitTimeout)
            {
                process.Kill();
                command.Fail("ProcessHung", string.Format(
                    CultureInfo.InvariantCulture,
                    "The process partner-cart ({0}) did not answer within {1:0} s and was ended; the next command starts a fresh one.",
                    process.ProcessId,
                    patience.TotalSeconds));
            }
            else if (woken == 1)
            {
                Stop(process, command);
            }

            Report(command, elapsed.Elapsed, hasSecrets);
            return command.Answer;
        }

        /// <summary>Waits for the answer (0) or Ctrl+C (1), and tells the user meanwhile what the process says.</summary>
        private int Wait(JavaProcess process, PendingCommand command, TimeSpan patience)
        {
            WaitHandle[] handles = command.Warned == null
                ? new[] { command.Answered, stopped }
                : new[] { command.Answered, stopped, command.Warned };
            int woken;
            do
            {
                woken = WaitHandle.WaitAny(handles, patience);
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
            while (woken == 2);
            return woken;
        }

        /// <summary>Says what became of a command at Ctrl+C, and ends the pipeline.</summary>
        private void Stop(JavaProcess process, PendingCommand command)
        {
            process.Stop(command);
            command.Answered.WaitOne(LastWord);
            command.Fail("OperationStopped", command.Name + " was stopped.");
            object answered;
            Dictionary<string, object> error = command.Answer.TryGetValue("Error", out answered) ? (Dictionary<string, object>)answered : null;
            string outcome = error == null ? "was done all the same" : Said(ErrorRecords.Text(error, "Outcome"));
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

        private void Report(PendingCommand command, TimeSpan elapsed, bool hasSecrets)
        {
            if (IsVerbose)
            {
                // The process writes it before the answer, but to another pipe.
                SpinWait.SpinUntil(() => !command.Log.IsEmpty, LogsPatience);
            }

            string line;
            while (command.Log.TryDequeue(out line))
            {
                WriteVerbose(line);
            }

            object error;
            bool failed = command.Answer.TryGetValue("Error", out error);
            WriteVerbose(string.Format(
                CultureInfo.InvariantCulture,
                "{0} {1} after {2:0} ms (RequestId {3}, CorrelationId {4}).",
                command.Name,
                failed ? Failure((Dictionary<string, object>)error) : "succeeded",
                elapsed.TotalMilliseconds,
                command.RequestId,
                command.CorrelationId));
            WriteDebug(hasSecrets ? command.Name + (failed ? " failed" : " succeeded") : JsonWriter.Write("Answer", command.Answer));
        }

        private bool IsVerbose
        {
            get
            {
                object given;
                return MyInvocation.BoundParameters.TryGetValue("Verbose", out given)
                    ? ((SwitchParameter)given).IsPresent
                    : Convert.ToString(GetVariableValue("VerbosePreference"), CultureInfo.InvariantCulture) != "SilentlyContinue";
            }
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
