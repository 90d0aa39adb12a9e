namespace PartnerCenterCart
{
    using System;
    using System.Collections.Concurrent;
    using System.Collections.Generic;
    using System.Globalization;
    using System.Threading;

    /// <summary>A command on its way to the process, until it is answered.</summary>
    internal sealed class PendingCommand : IDisposable
    {
        private static long lastId;

        private readonly ManualResetEventSlim answered = new ManualResetEventSlim();
        private Dictionary<string, object> answer;

        internal PendingCommand(string name, string parameters)
        {
            Id = Interlocked.Increment(ref lastId);
            Name = name;
            Parameters = parameters;
            RequestId = Guid.NewGuid();
            CorrelationId = Guid.NewGuid();
            Log = new ConcurrentQueue<string>();
        }

        internal long Id { get; private set; }

        internal string Name { get; private set; }

        internal string Parameters { get; private set; }

        /// <summary>Made here, so that it is known whatever becomes of the process.</summary>
        internal Guid RequestId { get; private set; }

        internal Guid CorrelationId { get; private set; }

        /// <summary>What the process reported of this command while it ran.</summary>
        internal ConcurrentQueue<string> Log { get; private set; }

        /// <summary>Whether the line may have reached the process.</summary>
        internal volatile bool IsWritten;

        internal volatile bool IsStopped;

        internal WaitHandle Answered
        {
            get { return answered.WaitHandle; }
        }

        /// <summary>A dictionary with Result or Error in it; null until it is there.</summary>
        internal Dictionary<string, object> Answer
        {
            get { return Volatile.Read(ref answer); }
        }

        internal string ToLine()
        {
            return string.Format(
                CultureInfo.InvariantCulture,
                "{{\"Id\":{0},\"Command\":\"{1}\",\"RequestId\":\"{2}\",\"CorrelationId\":\"{3}\",\"Parameters\":{4}}}\n",
                Id,
                Name,
                RequestId,
                CorrelationId,
                Parameters);
        }

        /// <summary>Takes the first answer; a later one is of no interest.</summary>
        internal void Complete(Dictionary<string, object> value)
        {
            if (Interlocked.CompareExchange(ref answer, value, null) == null)
            {
                answered.Set();
            }
        }

        /// <summary>Answers for the process, which can't any more.</summary>
        internal void Fail(string errorId, string message)
        {
            Dictionary<string, object> error = new Dictionary<string, object>();
            error["ErrorId"] = errorId;
            error["Message"] = message;
            error["Category"] = IsStopped ? "OperationStopped" : "ResourceUnavailable";
            error["Exception"] = IsStopped ? "System.Management.Automation.PipelineStoppedException" : "System.InvalidOperationException";
            error["Outcome"] = IsWritten ? "Unknown" : "NotSent";
            error["RequestId"] = RequestId.ToString();
            error["CorrelationId"] = CorrelationId.ToString();
            Dictionary<string, object> failed = new Dictionary<string, object>();
            failed["Error"] = error;
            Complete(failed);
        }

        public void Dispose()
        {
            answered.Dispose();
        }
    }
}
