namespace PartnerCenterCart
{
    using System;
    using System.Collections.Concurrent;
    using System.Collections.Generic;
    using System.Globalization;
    using System.Text;
    using System.Threading;

    /// <summary>A command on its way to the process, until it is answered.</summary>
    internal sealed class PendingCommand : IDisposable
    {
        private const int Waiting = 0;
        private const int Written = 1;
        private const int Withdrawn = 2;

        private static readonly string[] Changing =
        {
            "New-PartnerCustomerCart", "Set-PartnerCustomerCart", "Add-PartnerCustomerCartLineItem", "Submit-PartnerCustomerCart"
        };

        private static long lastId;

        private readonly ManualResetEventSlim answered = new ManualResetEventSlim();
        private Dictionary<string, object> answer;
        private int stage = Waiting;

        // Not disposed of with the rest: the process may warn when nobody waits any more.
        private readonly AutoResetEvent warned;

        /// <summary>Connect-PartnerCenter, whose parameters become text only when they are written.</summary>
        internal PendingCommand(SignIn signIn)
            : this("Connect-PartnerCenter", null)
        {
            SignIn = signIn;
            warned = new AutoResetEvent(false);
        }

        internal PendingCommand(string name, string parameters)
        {
            Id = Interlocked.Increment(ref lastId);
            Name = name;
            Parameters = parameters;
            RequestId = Guid.NewGuid();
            CorrelationId = Guid.NewGuid();
            Warnings = new ConcurrentQueue<string>();
        }

        internal long Id { get; private set; }

        internal string Name { get; private set; }

        internal string Parameters { get; private set; }

        /// <summary>Made here, so that it is known whatever becomes of the process.</summary>
        internal Guid RequestId { get; private set; }

        internal Guid CorrelationId { get; private set; }

        /// <summary>Whether it makes, changes or buys anything at Partner Center.</summary>
        internal bool Changes
        {
            get { return Array.IndexOf(Changing, Name) >= 0; }
        }

        /// <summary>Whether its answer also tells of its exchanges with Partner Center.</summary>
        internal bool IsVerbose { get; set; }

        /// <summary>Whom the command signs in; null for all other commands.</summary>
        internal SignIn SignIn { get; private set; }

        /// <summary>What the user is to be told while the command runs.</summary>
        internal ConcurrentQueue<string> Warnings { get; private set; }

        /// <summary>Is given the process's answer, or its end, even if nobody waits for it any more.</summary>
        internal Action<PendingCommand, Dictionary<string, object>> Settled { get; set; }

        /// <summary>Whether the line may have reached the process.</summary>
        internal bool IsWritten
        {
            get { return Volatile.Read(ref stage) == Written; }
        }

        internal volatile bool IsStopped;

        /// <summary>The process that it was given to; null until then.</summary>
        internal volatile JavaProcess Process;

        /// <summary>The answer as it was written, if the command is verbose and the process has answered it.</summary>
        internal string AnswerLine { get; set; }

        internal WaitHandle Answered
        {
            get { return answered.WaitHandle; }
        }

        /// <summary>A dictionary with Result or Error in it; null until it is there.</summary>
        internal Dictionary<string, object> Answer
        {
            get { return Volatile.Read(ref answer); }
        }

        /// <summary>Set when there is a warning; null for a command that gives none.</summary>
        internal WaitHandle Warned
        {
            get { return warned; }
        }

        /// <summary>Makes it one that may have reached the process, unless it was taken back.</summary>
        internal bool TryWrite()
        {
            return Interlocked.CompareExchange(ref stage, Written, Waiting) != Withdrawn;
        }

        /// <summary>Takes it back, unless it may have reached the process.</summary>
        internal bool TryWithdraw()
        {
            return Interlocked.CompareExchange(ref stage, Withdrawn, Waiting) != Written;
        }

        internal string ToLine()
        {
            return Start() + Parameters + "}\n";
        }

        /// <summary>The line as it is written; whoever has written it wipes it.</summary>
        internal byte[] ToBytes()
        {
            UTF8Encoding utf8 = new UTF8Encoding(false);
            if (SignIn == null)
            {
                return utf8.GetBytes(ToLine());
            }

            byte[] start = utf8.GetBytes(Start());
            byte[] parameters = SignIn.ToJson();
            byte[] line = new byte[start.Length + parameters.Length + 2];
            start.CopyTo(line, 0);
            parameters.CopyTo(line, start.Length);
            Array.Clear(parameters, 0, parameters.Length);
            line[line.Length - 2] = (byte)'}';
            line[line.Length - 1] = (byte)'\n';
            return line;
        }

        private string Start()
        {
            return string.Format(
                CultureInfo.InvariantCulture,
                "{{\"Id\":{0},\"Command\":\"{1}\",\"RequestId\":\"{2}\",\"CorrelationId\":\"{3}\",{4}{5}\"Parameters\":",
                Id,
                Name,
                RequestId,
                CorrelationId,
                IsVerbose ? "\"Verbose\":true," : string.Empty,
                SignIn != null && SignIn.AsksUser ? "\"TimeoutSeconds\":1140," : string.Empty);
        }

        internal void Warn(string text)
        {
            Warnings.Enqueue(text);
            if (warned != null)
            {
                warned.Set();
            }
        }

        /// <summary>Takes what the process says, or what its end means.</summary>
        internal void Settle(Dictionary<string, object> value)
        {
            try
            {
                // First: whoever waits for the answer goes by what has become of it.
                if (Settled != null)
                {
                    Settled(this, value);
                }
            }
            finally
            {
                Complete(value);
            }
        }

        /// <summary>Takes the first answer; a later one is of no interest.</summary>
        internal void Complete(Dictionary<string, object> value)
        {
            lock (answered)
            {
                if (answer == null)
                {
                    Volatile.Write(ref answer, value);
                    answered.Set();
                }
            }
        }

        /// <summary>Answers for the process, which can't any more.</summary>
        internal void Fail(string errorId, string message)
        {
            Complete(Failure(errorId, message));
        }

        /// <summary>The answer that the process can't give any more.</summary>
        internal Dictionary<string, object> Failure(string errorId, string message)
        {
            Dictionary<string, object> error = new Dictionary<string, object>();
            error["ErrorId"] = errorId;
            error["Message"] = message;
            error["Category"] = IsStopped ? "OperationStopped" : "ResourceUnavailable";
            error["Exception"] = IsStopped ? "System.Management.Automation.PipelineStoppedException" : "System.InvalidOperationException";
            error["Outcome"] = IsWritten && Changes ? "Unknown" : "NotSent";
            error["RequestId"] = RequestId.ToString();
            error["CorrelationId"] = CorrelationId.ToString();
            Dictionary<string, object> failed = new Dictionary<string, object>();
            failed["Error"] = error;
            return failed;
        }

        public void Dispose()
        {
            // A last answer may come just now.
            lock (answered)
            {
                answered.Dispose();
            }
        }
    }
}
