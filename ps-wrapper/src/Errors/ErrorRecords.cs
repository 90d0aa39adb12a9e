using System.Management.Automation;
using System.Net.Http;
using Microsoft.Store.PartnerCenter.Exceptions;
using Microsoft.Store.PartnerCenter.Models;
using Microsoft.Store.PartnerCenter.PowerShell.Exceptions;
using Microsoft.Store.PartnerCenter.RequestContext;

namespace PartnerCenterCart.Errors;

/// <summary>Makes all ErrorRecords: those that the original cmdlets write, and those of what the original does not have.</summary>
internal static class ErrorRecords {
    private const string MayBeDone = "It may have been done.";
    private const string LookFirst = "Look at the customer's carts and orders before you repeat the command.";

    private static readonly string[] Carried =
    [
        "ErrorId", "Outcome", "StatusCode", "ServiceCode", "ServiceDescription", "RequestId", "CorrelationId", "Attempts",
        "RetryAfterSeconds", "RecommendedAction"
    ];

    /// <summary>A parameter's value can't be a part of a command.</summary>
    internal static ErrorRecord OfInvalidValue(InvalidValueException e) => Carry(new InvalidCastException(e.Message), [], string.Empty, ErrorCategory.CloseError, null);

    /// <summary>The certificate of a sign-in can't be used.</summary>
    internal static ErrorRecord OfCertificate(InvalidOperationException e, string? thumbprint) =>
        Carry(new PartnerPowerShellException(e.Message, e), new() { ["ErrorId"] = "CertificateNotUsable" }, "CertificateNotUsable", ErrorCategory.ObjectNotFound, thumbprint);

    /// <summary>A sign-in failed: the identity service's own words say what to do.</summary>
    internal static ErrorRecord OfSignIn(JsonObject error) =>
        error.Text("ErrorId") == "NotSignedIn" ? Carry(new PartnerPowerShellException(MessageOf(error)), error, string.Empty, ErrorCategory.CloseError, null) : Of(error);

    /// <summary>The process answered an error.</summary>
    internal static ErrorRecord Of(JsonObject error) {
        if (error.Text("Outcome") == Outcome.Unknown && !IsForCmdlets(error.Text("RecommendedAction"))) {
            error["RecommendedAction"] = LookFirst;
        }

        // The original gives its errors no id and this category; only errors that it does not have get their own.
        string errorId = error.Text("ErrorId");
        bool isOriginals = errorId is "ServiceError" or "NoAnswer" or "UnreadableAnswer" or "NotSignedIn" or "AccessTokenExpired";
        return Carry(
            ExceptionOf(error, errorId),
            error,
            isOriginals ? string.Empty : errorId,
            !isOriginals && Enum.TryParse(error.Text("Category"), out ErrorCategory category) ? category : ErrorCategory.CloseError,
            error.Find("TargetObject"));
    }

    /// <summary>Whether an advice speaks of what cmdlets have, too: they have no RequestId to repeat a command with.</summary>
    private static bool IsForCmdlets(string advice) => advice.Length > 0 && !advice.Contains("RequestId");

    /// <summary>Puts what is known of a failure on its exception: all members, so that a script in strict mode can ask for any.</summary>
    private static ErrorRecord Carry(Exception exception, JsonObject error, string errorId, ErrorCategory category, object? target) {
        PSObject carrier = PSObject.AsPSObject(exception);
        foreach (string name in Carried) {
            object? value = error.Find(name) ?? (name == "Outcome" ? Outcome.NotSent : null);
            carrier.Properties.Add(new PSNoteProperty(name, value is JsonNumber number ? number.To(typeof(int)) : value), true);
        }

        return new ErrorRecord(exception, errorId, category, target);
    }

    private static Exception ExceptionOf(JsonObject error, string errorId) {
        string message = MessageOf(error);
        return errorId switch {
            "ServiceError" => PartnerExceptionOf(error, message, null),
            "UnreadableAnswer" => PartnerExceptionOf(error, message, PartnerErrorCategory.ResponseParsing),
            "NoAnswer" => new HttpRequestException(message),
            "NotSignedIn" => new PSInvalidOperationException("Run Connect-PartnerCenter to login.", new InvalidOperationException(message)),
            "OperationStopped" => new OperationCanceledException(message),
            _ when error.Text("Exception").EndsWith("ParameterBindingException", StringComparison.Ordinal) => new ParameterBindingException(message),
            _ => new PartnerPowerShellException(message)
        };
    }

    /// <summary>What happened; where the outcome is not known, also what to do before the command is repeated.</summary>
    private static string MessageOf(JsonObject error) {
        string message = error.Text("Message");
        if (error.Text("Outcome") != Outcome.Unknown) {
            return message;
        }

        IEnumerable<string> ids = new[] { "RequestId", "CorrelationId" }.Where(name => error.Text(name).Length > 0).Select(name => name + " " + error.Text(name));
        string advice = error.Text("RecommendedAction");
        string action = advice.StartsWith(MayBeDone, StringComparison.Ordinal) ? advice : $"{MayBeDone} {LookFirst}";
        return $"{message}{(message.EndsWith(".", StringComparison.Ordinal) ? " " : ". ")}{action}{(ids.Any() ? $" {string.Join(", ", ids)}." : string.Empty)}";
    }

    private static PartnerException PartnerExceptionOf(JsonObject error, string message, PartnerErrorCategory? unreadable) {
        PartnerErrorCategory category = unreadable ?? CategoryOf(error.Text("StatusCode"));
        FailedRequest context = new(error);
        if (error.Text("ServiceCode").Length == 0 && error.List("ErrorData").Count == 0) {
            return new PartnerException(message, context, category, null);
        }

        // The exception takes its message from the fault, whose own is the service's.
        ApiFault fault = new() {
            ErrorCode = error.Text("ServiceCode"),
            ErrorMessage = message,
            ErrorData = error.List("ErrorData").Select(ToObject).OfType<object>().ToList()
        };
        PartnerException exception = new(fault, context, category, null);
        fault.ErrorMessage = error.Find("ServiceDescription") as string;
        return exception;
    }

    private static object? ToObject(object? json) {
        switch (json) {
            case JsonNumber number:
                return number.TryGetInt64(out long whole) ? whole : number.To(typeof(double));
            case List<object?> list:
                return list.Select(ToObject).ToArray();
            case JsonObject members:
                PSObject bag = new();
                foreach (KeyValuePair<string, object?> member in members) {
                    bag.Properties.Add(new PSNoteProperty(member.Key, ToObject(member.Value)));
                }

                return bag;
            default:
                return json;
        }
    }

    private static PartnerErrorCategory CategoryOf(string status) => status switch {
        "400" => PartnerErrorCategory.BadInput,
        "401" => PartnerErrorCategory.Unauthorized,
        "403" => PartnerErrorCategory.Forbidden,
        "404" => PartnerErrorCategory.NotFound,
        "405" => PartnerErrorCategory.InvalidOperation,
        "406" => PartnerErrorCategory.UnsupportedDataFormat,
        "408" or "504" => PartnerErrorCategory.Timeout,
        "409" => PartnerErrorCategory.AlreadyExists,
        "429" => PartnerErrorCategory.TooManyRequests,
        "503" => PartnerErrorCategory.ServerBusy,
        _ => PartnerErrorCategory.ServerError
    };

    /// <summary>The ids of a request that failed, in the form in which the exception shows them.</summary>
    private sealed class FailedRequest(JsonObject error) : IRequestContext {
        public Guid CorrelationId { get; } = Id(error, "CorrelationId");
        public string Locale { get; } = Environment.GetEnvironmentVariable("PARTNER_CART_LOCALE") ?? "en-US";
        public Guid RequestId { get; } = Id(error, "RequestId");

        private static Guid Id(JsonObject error, string name) => Guid.TryParse(error.Text(name), out Guid id) ? id : Guid.Empty;
    }
}
