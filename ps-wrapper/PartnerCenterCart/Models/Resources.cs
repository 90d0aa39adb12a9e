namespace Microsoft.Store.PartnerCenter.Models
{
    using System;
    using System.Collections.Generic;
    using System.Globalization;

    /// <summary>What all resources of the service have.</summary>
    public abstract class ResourceBase
    {
        private readonly ResourceAttributes attributes;

        protected ResourceBase()
        {
            attributes = new ResourceAttributes(GetType());
        }

        public ResourceAttributes Attributes
        {
            get { return attributes; }
        }
    }

    public abstract class ResourceBaseWithLinks<T> : ResourceBase
    {
        public T Links { get; set; }
    }

    public sealed class ResourceAttributes
    {
        public ResourceAttributes()
        {
        }

        public ResourceAttributes(Type type)
        {
            ObjectType = type == null ? null : type.Name;
        }

        public string Etag { get; set; }

        public string ObjectType { get; set; }
    }

    public class StandardResourceLinks
    {
        public Link Self { get; set; }
    }

    public sealed class Link
    {
        public IEnumerable<KeyValuePair<string, string>> Headers { get; private set; }

        public string Method { get; private set; }

        public Uri Uri { get; private set; }
    }

    /// <summary>What the service says of a request that it refused.</summary>
    public sealed class ApiFault : ResourceBase
    {
        public ApiFault()
        {
            ErrorData = new List<object>();
        }

        public string ErrorCode { get; set; }

        public IEnumerable<object> ErrorData { get; set; }

        public string ErrorMessage { get; set; }

        public override string ToString()
        {
            return string.Format(CultureInfo.InvariantCulture, "Error code: {0}, error message: {1}", ErrorCode, ErrorMessage);
        }
    }
}
