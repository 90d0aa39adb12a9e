namespace PartnerCenterCart
{
    using System;
    using System.Collections.Generic;
    using System.Globalization;
    using System.Management.Automation;
    using System.Runtime.InteropServices;
    using System.Security;

    /// <summary>Writes parameters as JSON in bytes that can be wiped; a SecureString never becomes a string.</summary>
    internal sealed class SecretJson
    {
        private byte[] bytes = new byte[256];
        private int length;

        /// <summary>The parameters as an object. Values are texts, true or false, PSCredentials and SecureStrings.</summary>
        internal static byte[] Write(IDictionary<string, object> parameters)
        {
            SecretJson json = new SecretJson();
            json.WriteObject(parameters);
            byte[] written = new byte[json.length];
            Buffer.BlockCopy(json.bytes, 0, written, 0, json.length);
            Array.Clear(json.bytes, 0, json.length);
            return written;
        }

        private void WriteObject(IDictionary<string, object> members)
        {
            char separator = '{';
            foreach (KeyValuePair<string, object> member in members)
            {
                Append(separator);
                separator = ',';
                WriteText(member.Key);
                Append(':');
                WriteValue(member.Value);
            }

            Append('}');
        }

        private void WriteValue(object value)
        {
            PSCredential credential = value as PSCredential;
            SecureString secret = value as SecureString;
            if (credential != null)
            {
                Dictionary<string, object> members = new Dictionary<string, object>();
                members.Add("UserName", credential.UserName);
                members.Add("Password", credential.Password);
                WriteObject(members);
            }
            else if (secret != null)
            {
                WriteSecret(secret);
            }
            else if (value is bool)
            {
                AppendAll((bool)value ? "true" : "false");
            }
            else
            {
                WriteText(Convert.ToString(value, CultureInfo.InvariantCulture));
            }
        }

        private void WriteText(string text)
        {
            Append('"');
            foreach (char c in text)
            {
                WriteChar(c);
            }

            Append('"');
        }

        private void WriteSecret(SecureString secret)
        {
            IntPtr characters = Marshal.SecureStringToGlobalAllocUnicode(secret);
            try
            {
                Append('"');
                for (int i = 0; i < secret.Length; i++)
                {
                    WriteChar((char)(ushort)Marshal.ReadInt16(characters, 2 * i));
                }

                Append('"');
            }
            finally
            {
                Marshal.ZeroFreeGlobalAllocUnicode(characters);
            }
        }

        private void WriteChar(char c)
        {
            if (c >= ' ' && c <= '~' && c != '"' && c != '\\')
            {
                Append(c);
                return;
            }

            AppendAll("\\u");
            for (int shift = 12; shift >= 0; shift -= 4)
            {
                Append("0123456789abcdef"[(c >> shift) & 15]);
            }
        }

        private void AppendAll(string ascii)
        {
            foreach (char c in ascii)
            {
                Append(c);
            }
        }

        private void Append(char ascii)
        {
            if (length == bytes.Length)
            {
                byte[] longer = new byte[2 * length];
                Buffer.BlockCopy(bytes, 0, longer, 0, length);
                Array.Clear(bytes, 0, length);
                bytes = longer;
            }

            bytes[length++] = (byte)ascii;
        }
    }
}
