namespace Microsoft.Store.PartnerCenter.Exceptions
{
    using System;
    using Microsoft.Store.PartnerCenter.Models;
    using Microsoft.Store.PartnerCenter.RequestContext;

    /// <summary>The service refused a request, or its answer can't be used.</summary>
    public class PartnerException : Exception
    {
        private readonly PartnerErrorCategory errorCategory;
        private readonly IRequestContext context;
        private readonly ApiFault serviceErrorPayload;

        public PartnerException()
        {
        }

        public PartnerException(string message)
            : base(message)
        {
        }

        public PartnerException(string message, Exception innerException)
            : base(message, innerException)
        {
        }

        public PartnerException(string message, IRequestContext context, PartnerErrorCategory errorCategory, Exception innerException)
            : base(message, innerException)
        {
            this.context = context;
            this.errorCategory = errorCategory;
        }

        public PartnerException(ApiFault apiFault, IRequestContext context, PartnerErrorCategory errorCategory, Exception innerException)
            : base(apiFault == null ? string.Empty : apiFault.ErrorMessage, innerException)
        {
            serviceErrorPayload = apiFault;
            this.context = context;
            this.errorCategory = errorCategory;
        }

        public PartnerErrorCategory ErrorCategory
        {
            get { return errorCategory; }
        }

        public IRequestContext Context
        {
            get { return context; }
        }

        public ApiFault ServiceErrorPayload
        {
            get { return serviceErrorPayload; }
        }
    }

    public enum PartnerErrorCategory
    {
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

namespace Microsoft.Store.PartnerCenter.RequestContext
{
    using System;

    /// <summary>The ids under which support finds a request.</summary>
    public interface IRequestContext
    {
        Guid CorrelationId { get; }

        string Locale { get; }

        Guid RequestId { get; }
    }
}

namespace Microsoft.Store.PartnerCenter.PowerShell.Exceptions
{
    using System;

    /// <summary>The module itself can't do what was asked.</summary>
    public class PartnerPowerShellException : Exception
    {
        public PartnerPowerShellException()
        {
        }

        public PartnerPowerShellException(string message)
            : base(message)
        {
        }

        public PartnerPowerShellException(string message, Exception innerException)
            : base(message, innerException)
        {
        }
    }
}
