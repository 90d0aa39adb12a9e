using System.Runtime.InteropServices;
using System.Security;

namespace PartnerCenterCart.Json;

/// <summary>
/// Writes JSON as bytes that can be wiped; a SecureString never becomes a string. What partner-cart would refuse in a line is
/// refused here, where it is known which member it is.
/// </summary>
internal sealed class JsonWriter {
    /// <summary>The deepest nesting that partner-cart reads.</summary>
    private const int MaxDepth = 64;

    private readonly int maxLength;
    private byte[] bytes = new byte[512];
    private int length;
    private char high;

    private JsonWriter(int maxLength) => this.maxLength = maxLength;

    /// <exception cref="InvalidValueException">The value can't be a part of a command; the message says where and why.</exception>
    internal static byte[] Write(object? value, int maxLength = int.MaxValue) {
        JsonWriter writer = new(maxLength);
        try {
            writer.WriteValue(string.Empty, value, 0);
            byte[] written = new byte[writer.length];
            Buffer.BlockCopy(writer.bytes, 0, written, 0, writer.length);
            return written;
        } finally {
            Array.Clear(writer.bytes, 0, writer.length);
        }
    }

    private void WriteValue(string path, object? value, int depth) {
        switch (value) {
            case null:
                AppendAscii("null");
                break;
            case string text:
                WriteText(path, text);
                break;
            case bool flag:
                AppendAscii(flag ? "true" : "false");
                break;
            case SecureString secret:
                WriteSecret(path, secret);
                break;
            case JsonObject members:
                Append('{');
                foreach (KeyValuePair<string, object?> member in members) {
                    Separate('{');
                    string memberPath = MemberPath(path, member.Key);
                    WriteText(memberPath, member.Key);
                    Append(':');
                    WriteValue(memberPath, member.Value, Deeper(memberPath, depth));
                }

                Append('}');
                break;
            case IReadOnlyList<object?> elements:
                Append('[');
                for (int i = 0; i < elements.Count; i++) {
                    Separate('[');
                    string elementPath = $"{path}[{i.ToString(CultureInfo.InvariantCulture)}]";
                    WriteValue(elementPath, elements[i], Deeper(elementPath, depth));
                }

                Append(']');
                break;
            default:
                AppendAscii(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "null");
                break;
        }

        if (length > maxLength) {
            throw new InvalidValueException(path, $"makes the command longer than {maxLength.ToString(CultureInfo.InvariantCulture)} bytes, the longest that partner-cart reads (PARTNER_CART_MAX_LINE_BYTES)");
        }
    }

    private static string MemberPath(string path, string name) =>
        path is "" or "Parameters" ? name : path + "." + name;

    private static int Deeper(string path, int depth) =>
        depth + 1 < MaxDepth ? depth + 1 : throw new InvalidValueException(path, "is nested too deep: partner-cart reads 64 levels of JSON");

    private void Separate(char start) {
        if (bytes[length - 1] != start) {
            Append(',');
        }
    }

    private void WriteText(string path, string text) {
        Append('"');
        foreach (char c in text) {
            WriteChar(path, c);
        }

        EndText(path);
    }

    private void WriteSecret(string path, SecureString secret) {
        IntPtr characters = Marshal.SecureStringToGlobalAllocUnicode(secret);
        try {
            Append('"');
            for (int i = 0; i < secret.Length; i++) {
                WriteChar(path, (char)(ushort)Marshal.ReadInt16(characters, 2 * i));
            }

            EndText(path);
        } finally {
            Marshal.ZeroFreeGlobalAllocUnicode(characters);
        }
    }

    private void EndText(string path) {
        RequireNoHalf(path, high != '\0');
        Append('"');
    }

    /// <summary>Writes a UTF-16 unit; the first half of a pair waits for the second.</summary>
    private void WriteChar(string path, char c) {
        RequireNoHalf(path, char.IsLowSurrogate(c) != (high != '\0'));
        if (char.IsHighSurrogate(c)) {
            high = c;
        } else if (high != '\0') {
            int point = char.ConvertToUtf32(high, c);
            high = '\0';
            Append((char)(0xF0 | (point >> 18)));
            Append((char)(0x80 | ((point >> 12) & 0x3F)));
            Append((char)(0x80 | ((point >> 6) & 0x3F)));
            Append((char)(0x80 | (point & 0x3F)));
        } else if (c < ' ') {
            AppendAscii("\\u00");
            Append("0123456789abcdef"[c >> 4]);
            Append("0123456789abcdef"[c & 15]);
        } else if (c < 0x80) {
            if (c is '"' or '\\') {
                Append('\\');
            }

            Append(c);
        } else {
            Append((char)(c < 0x800 ? 0xC0 | (c >> 6) : 0xE0 | (c >> 12)));
            if (c >= 0x800) {
                Append((char)(0x80 | ((c >> 6) & 0x3F)));
            }

            Append((char)(0x80 | (c & 0x3F)));
        }
    }

    private static void RequireNoHalf(string path, bool isHalf) {
        if (isHalf) {
            throw new InvalidValueException(path, "has half of a character in it (an unpaired surrogate), as when a text is cut in the middle of an emoji");
        }
    }

    private void AppendAscii(string ascii) {
        foreach (char c in ascii) {
            Append(c);
        }
    }

    private void Append(char unit) {
        if (length == bytes.Length) {
            byte[] longer = new byte[2 * length];
            Buffer.BlockCopy(bytes, 0, longer, 0, length);
            Array.Clear(bytes, 0, length);
            bytes = longer;
        }

        bytes[length++] = (byte)unit;
    }
}
