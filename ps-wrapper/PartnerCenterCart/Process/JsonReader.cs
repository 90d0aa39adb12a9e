namespace PartnerCenterCart
{
    using System;
    using System.Collections.Generic;
    using System.Globalization;
    using System.Text;

    /// <summary>
    /// Reads a line of JSON into dictionaries, lists, strings, numbers and booleans.
    /// Windows PowerShell 5.1 has no JSON reader that a compiled cmdlet can use without loading the Utility module.
    /// </summary>
    internal sealed class JsonReader
    {
        private const int MaxDepth = 128;

        private readonly string text;
        private int position;
        private int depth;

        private JsonReader(string text)
        {
            this.text = text;
        }

        /// <exception cref="FormatException">The line is not one JSON object.</exception>
        internal static Dictionary<string, object> ReadObject(string line)
        {
            JsonReader reader = new JsonReader(line);
            Dictionary<string, object> value = reader.ReadValue() as Dictionary<string, object>;
            reader.SkipSpace();
            if (value == null || reader.position != line.Length)
            {
                throw new FormatException("not one JSON object");
            }

            return value;
        }

        private object ReadValue()
        {
            SkipSpace();
            switch (Peek())
            {
                case '{':
                    return ReadMembers();
                case '[':
                    return ReadElements();
                case '"':
                    return ReadString();
                case 't':
                    Expect("true");
                    return true;
                case 'f':
                    Expect("false");
                    return false;
                case 'n':
                    Expect("null");
                    return null;
                default:
                    return ReadNumber();
            }
        }

        private Dictionary<string, object> ReadMembers()
        {
            Dictionary<string, object> members = new Dictionary<string, object>(StringComparer.Ordinal);
            Enter();
            if (!IsNext('}'))
            {
                do
                {
                    SkipSpace();
                    string name = ReadString();
                    SkipSpace();
                    Expect(":");
                    members[name] = ReadValue();
                }
                while (IsNext(','));
                Expect("}");
            }

            depth--;
            return members;
        }

        private List<object> ReadElements()
        {
            List<object> elements = new List<object>();
            Enter();
            if (!IsNext(']'))
            {
                do
                {
                    elements.Add(ReadValue());
                }
                while (IsNext(','));
                Expect("]");
            }

            depth--;
            return elements;
        }

        private string ReadString()
        {
            Expect("\"");
            int start = position;
            while (Peek() != '"' && Peek() != '\\')
            {
                position++;
            }

            if (Peek() == '"')
            {
                return text.Substring(start, position++ - start);
            }

            StringBuilder value = new StringBuilder(text, start, position - start, 256);
            while (Peek() != '"')
            {
                char c = text[position++];
                value.Append(c == '\\' ? ReadEscape() : c);
            }

            position++;
            return value.ToString();
        }

        private char ReadEscape()
        {
            char c = Peek();
            position++;
            switch (c)
            {
                case 'b':
                    return '\b';
                case 'f':
                    return '\f';
                case 'n':
                    return '\n';
                case 'r':
                    return '\r';
                case 't':
                    return '\t';
                case 'u':
                    if (position + 4 > text.Length)
                    {
                        throw Fault();
                    }

                    position += 4;
                    return (char)ushort.Parse(text.Substring(position - 4, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
                default:
                    return c;
            }
        }

        private object ReadNumber()
        {
            int start = position;
            while (position < text.Length && "+-.eE0123456789".IndexOf(text[position]) >= 0)
            {
                position++;
            }

            string number = text.Substring(start, position - start);
            long whole;
            if (long.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out whole))
            {
                return whole;
            }

            try
            {
                return double.Parse(number, NumberStyles.Float, CultureInfo.InvariantCulture);
            }
            catch (OverflowException)
            {
                // .NET Framework; .NET reads it as this.
                return number[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
            }
        }

        private void Enter()
        {
            position++;
            if (++depth > MaxDepth)
            {
                throw Fault();
            }
        }

        private bool IsNext(char c)
        {
            SkipSpace();
            if (Peek() != c)
            {
                return false;
            }

            position++;
            return true;
        }

        private void Expect(string word)
        {
            if (string.CompareOrdinal(text, position, word, 0, word.Length) != 0)
            {
                throw Fault();
            }

            position += word.Length;
        }

        private char Peek()
        {
            if (position >= text.Length)
            {
                throw Fault();
            }

            return text[position];
        }

        private void SkipSpace()
        {
            while (position < text.Length && (text[position] == ' ' || text[position] == '\t' || text[position] == '\r' || text[position] == '\n'))
            {
                position++;
            }
        }

        private FormatException Fault()
        {
            return new FormatException("no JSON at character " + position.ToString(CultureInfo.InvariantCulture));
        }
    }
}
