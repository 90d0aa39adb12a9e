namespace PartnerCenterCart
{
    using System;
    using System.Collections.Generic;
    using System.Globalization;
    using System.Management.Automation;
    using System.Net.Http;
    using Microsoft.Store.PartnerCenter.Exceptions;
    using Microsoft.Store.PartnerCenter.Models;
    using Microsoft.Store.PartnerCenter.PowerShell.Exceptions;
    using Microsoft.Store.PartnerCenter.RequestContext;

    /// <summary>Turns an answered Error into the ErrorRecord that the original cmdlet writes in that case.</summary>
    internal static class ErrorRecords
    {
        private static readonly string[] Carried =
        {
            "ErrorId", "Outcome", "StatusCode", "ServiceCode", "ServiceDescription", "RequestId", "CorrelationId", "Attempts",
            "RetryAfterSeconds", "RecommendedAction"
        };

        private static readonly string[] Originals = { "ServiceError", "NoAnswer", "UnreadableAnswer", "NotSignedIn", "AccessTokenExpired" };

        internal static ErrorRecord Of(Dictionary<string, object> error)
        {
            string errorId = Text(error, "ErrorId");
            if (Text(error, "Outcome") == "Unknown")
            {
                // The process speaks of a member of its input, which cmdlets do not have.
                error["RecommendedAction"] = "Look at the customer's carts and orders before you repeat the command.";
            }

            Exception exception = ExceptionOf(error, errorId);
            PSObject carrier = PSObject.AsPSObject(exception);
            foreach (string name in Carried)
            {
                // Always all of them, so that a script in strict mode can ask for any.
                object value;
                error.TryGetValue(name, out value);
                carrier.Properties.Add(new PSNoteProperty(name, value is long ? (object)(int)(long)value : value), true);
            }

            // The original gives its errors no id and this category; only errors that it does not have get their own.
            bool isOriginals = Array.IndexOf(Originals, errorId) >= 0;
            ErrorCategory category;
            if (isOriginals || !Enum.TryParse(Text(error, "Category"), out category))
            {
                category = ErrorCategory.CloseError;
            }

            object target;
            error.TryGetValue("TargetObject", out target);
            return new ErrorRecord(exception, isOriginals ? string.Empty : errorId, category, target);
        }

        private static Exception ExceptionOf(Dictionary<string, object> error, string errorId)
        {
            string message = MessageOf(error);
            switch (errorId)
            {
                case "ServiceError":
                case "UnreadableAnswer":
                    return PartnerExceptionOf(error, message, errorId == "UnreadableAnswer");
                case "NoAnswer":
                    return new HttpRequestException(message);
                case "NotSignedIn":
                    return new PSInvalidOperationException("Run Connect-PartnerCenter to login.", new InvalidOperationException(message));
                case "OperationStopped":
                    return new OperationCanceledException(message);
                default:
                    return Text(error, "Exception").EndsWith("ParameterBindingException", StringComparison.Ordinal)
                        ? (Exception)new ParameterBindingException(message)
                        : new PartnerPowerShellException(message);
            }
        }

        /// <summary>What happened; where it is not known, also what to do before the command is repeated.</summary>
        private static string MessageOf(Dictionary<string, object> error)
        {
            string message = Text(error, "Message");
            return Text(error, "Outcome") != "Unknown"
                ? message
                : message + (message.EndsWith(".", StringComparison.Ordinal) ? " " : ". ") + "It may have been done. " + Text(error, "RecommendedAction") + " RequestId "
                    + Text(error, "RequestId") + ", CorrelationId " + Text(error, "CorrelationId") + ".";
        }

        private static PartnerException PartnerExceptionOf(Dictionary<string, object> error, string message, bool isUnreadable)
        {
            object status;
            error.TryGetValue("StatusCode", out status);
            PartnerErrorCategory category = isUnreadable ? PartnerErrorCategory.ResponseParsing : CategoryOf(status as long? ?? 0);
            FailedRequest context = new FailedRequest(error);
            if (!error.ContainsKey("ServiceCode"))
            {
                return new PartnerException(message, context, category, null);
            }

            // The exception takes its message from the fault, whose own is what the service said.
            ApiFault fault = new ApiFault { ErrorCode = Text(error, "ServiceCode"), ErrorMessage = message };
            PartnerException exception = new PartnerException(fault, context, category, null);
            object description;
            error.TryGetValue("ServiceDescription", out description);
            fault.ErrorMessage = description as string;
            return exception;
        }

        private static PartnerErrorCategory CategoryOf(long status)
        {
            switch (status)
            {
                case 400:
                    return PartnerErrorCategory.BadInput;
                case 401:
                    return PartnerErrorCategory.Unauthorized;
                case 403:
                    return PartnerErrorCategory.Forbidden;
                case 404:
                    return PartnerErrorCategory.NotFound;
                case 405:
                    return PartnerErrorCategory.InvalidOperation;
                case 406:
                    return PartnerErrorCategory.UnsupportedDataFormat;
                case 408:
                case 504:
                    return PartnerErrorCategory.Timeout;
                case 409:
                    return PartnerErrorCategory.AlreadyExists;
                case 429:
                    return PartnerErrorCategory.TooManyRequests;
                case 503:
                    return PartnerErrorCategory.ServerBusy;
                default:
                    return PartnerErrorCategory.ServerError;
            }
        }

        internal static string Text(Dictionary<string, object> members, string name)
        {
            object value;
            members.TryGetValue(name, out value);
            return Convert.ToString(value, CultureInfo.InvariantCulture);
        }

        /// <summary>The ids of a request that failed, as the exception shows them.</summary>
        private sealed class FailedRequest : IRequestContext
        {
            internal FailedRequest(Dictionary<string, object> error)
            {
                Guid id;
                Guid.TryParse(Text(error, "CorrelationId"), out id);
                CorrelationId = id;
                Guid.TryParse(Text(error, "RequestId"), out id);
                RequestId = id;
                Locale = Environment.GetEnvironmentVariable("PARTNER_CART_LOCALE") ?? "en-US";
            }

            public Guid CorrelationId { get; private set; }

            public string Locale { get; private set; }

            public Guid RequestId { get; private set; }
        }
    }
}
