using Microsoft.Store.PartnerCenter.Models;
using Microsoft.Store.PartnerCenter.RequestContext;

namespace Microsoft.Store.PartnerCenter.Exceptions {
    /// <summary>The service rejected a request, or its answer can't be used.</summary>
    public class PartnerException : Exception {
        public PartnerException() {
        }

        public PartnerException(string message)
            : base(message) {
        }

        public PartnerException(string message, Exception? innerException)
            : base(message, innerException) {
        }

        public PartnerException(string message, IRequestContext? context, PartnerErrorCategory errorCategory, Exception? innerException)
            : base(message, innerException) {
            Context = context;
            ErrorCategory = errorCategory;
        }

        public PartnerException(ApiFault? apiFault, IRequestContext? context, PartnerErrorCategory errorCategory, Exception? innerException)
            : base(apiFault?.ErrorMessage ?? string.Empty, innerException) {
            ServiceErrorPayload = apiFault;
            Context = context;
            ErrorCategory = errorCategory;
        }

        public PartnerErrorCategory ErrorCategory { get; }
        public IRequestContext? Context { get; }
        public ApiFault? ServiceErrorPayload { get; }
    }

    public enum PartnerErrorCategory {
        NotSpecified = 0,
        BadInput = 1,
        Unauthorized = 2,
        Forbidden = 3,
        NotFound = 4,
        UnsupportedDataFormat = 5,
        AlreadyExists = 6,
        InvalidOperation = 7,
        ServerError = 8,
        ServerBusy = 9,
        Timeout = 10,
        ResponseParsing = 11,
        TooManyRequests = 12
    }
}

namespace Microsoft.Store.PartnerCenter.RequestContext {
    /// <summary>The ids by which Microsoft's support finds a request.</summary>
    public interface IRequestContext {
        Guid CorrelationId { get; }

        string Locale { get; }

        Guid RequestId { get; }
    }
}
