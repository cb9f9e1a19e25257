using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Heldspace.Local.Microsoft365;

/// <summary>What a filter looks at: a property by its path, and an extended property by its id.</summary>
internal interface IFilterable
{
    JsonNode? Property(string path);

    string? Extended(string id);
}

/// <summary>
/// <c>$filter</c>: comparisons joined by <c>and</c>, <c>or</c>, <c>not</c>, <c>startswith</c>, <c>endswith</c> and <c>contains</c>, and the one lambda Outlook has,
/// <c>singleValueExtendedProperties/any(ep: ep/id eq '…' and ep/value eq '…')</c>.
/// </summary>
internal sealed class Filter
{
    private readonly Func<IFilterable, bool> test;

    private Filter(Func<IFilterable, bool> test, List<string> names)
    {
        this.test = test;
        Names = names;
    }

    /// <summary>The properties looked at, in the order in which they stand.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>An extended property that every match must have, so that an index can answer; or nothing.</summary>
    public (string Id, string Value)? Extended { get; private init; }

    /// <summary>An internet message id that every match must have, or nothing.</summary>
    public string? InternetMessageId { get; private init; }

    public bool Matches(IFilterable item) => test(item);

    /// <summary>Reads an expression, refusing what Graph refuses.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="type">The type in <see cref="Shapes"/> that its properties must exist on.</param>
    /// <param name="forbidden">Properties that exist and cannot be filtered by.</param>
    public static Filter Parse(string text, string type, params string[] forbidden)
    {
        var reader = new Reader(text, type, forbidden);
        var parsed = reader.Or();
        reader.End();
        return new Filter(parsed, reader.Names)
        {
            Extended = reader.Disjunction ? null : reader.Extended,
            InternetMessageId = reader.Disjunction ? null : reader.InternetMessageId,
        };
    }

    private sealed class Reader(string text, string type, string[] forbidden)
    {
        private int at;

        public List<string> Names { get; } = [];

        public bool Disjunction { get; private set; }

        public (string Id, string Value)? Extended { get; private set; }

        public string? InternetMessageId { get; private set; }

        public Func<IFilterable, bool> Or()
        {
            var left = And();
            while (Word("or"))
            {
                Disjunction = true;
                var (a, b) = (left, And());
                left = item => a(item) || b(item);
            }

            return left;
        }

        public void End()
        {
            Space();
            if (at < text.Length)
            {
                throw Invalid();
            }
        }

        private Func<IFilterable, bool> And()
        {
            var left = Unary();
            while (Word("and"))
            {
                var (a, b) = (left, Unary());
                left = item => a(item) && b(item);
            }

            return left;
        }

        private Func<IFilterable, bool> Unary()
        {
            if (Word("not"))
            {
                Disjunction = true;
                var inner = Unary();
                return item => !inner(item);
            }

            if (Symbol('('))
            {
                var inner = Or();
                Require(')');
                return inner;
            }

            return Comparison();
        }

        private Func<IFilterable, bool> Comparison()
        {
            var name = Path();
            if (name.Length == 0)
            {
                throw Invalid();
            }

            if (name.ToLowerInvariant() is "startswith" or "endswith" or "contains" && Symbol('('))
            {
                return Function(name.ToLowerInvariant());
            }

            if (name.StartsWith("singleValueExtendedProperties/", StringComparison.OrdinalIgnoreCase))
            {
                return Lambda(name);
            }

            Know(name);
            var operation = Path().ToLowerInvariant();
            if (operation is not ("eq" or "ne" or "gt" or "ge" or "lt" or "le"))
            {
                throw Invalid();
            }

            var value = Literal();
            if (operation == "eq" && name.Equals("internetMessageId", StringComparison.OrdinalIgnoreCase) && value is string id)
            {
                InternetMessageId = id;
            }

            return item => Compare(item.Property(name), value) is { } order && operation switch
            {
                "eq" => order == 0,
                "ne" => order != 0,
                "gt" => order is > 0 and < 2,
                "ge" => order is >= 0 and < 2,
                "lt" => order == -1,
                _ => order is -1 or 0,
            };
        }

        private Func<IFilterable, bool> Function(string function)
        {
            var name = Path();
            Know(name);
            Require(',');
            var sought = Literal() as string ?? throw Invalid();
            Require(')');
            return item => item.Property(name).AsText() is { } found && function switch
            {
                "startswith" => found.StartsWith(sought, StringComparison.OrdinalIgnoreCase),
                "endswith" => found.EndsWith(sought, StringComparison.OrdinalIgnoreCase),
                _ => found.Contains(sought, StringComparison.OrdinalIgnoreCase),
            };
        }

        private Func<IFilterable, bool> Lambda(string name)
        {
            if (!name.Split('/')[1].Equals("any", StringComparison.OrdinalIgnoreCase) || !Symbol('('))
            {
                throw Invalid();
            }

            var variable = Path();
            Require(':');
            string? id = null, value = null;
            do
            {
                var path = Path();
                if (!Path().Equals("eq", StringComparison.OrdinalIgnoreCase) || Literal() is not string literal)
                {
                    throw Invalid();
                }

                if (path.Equals(variable + "/id", StringComparison.OrdinalIgnoreCase))
                {
                    id = literal;
                }
                else if (path.Equals(variable + "/value", StringComparison.OrdinalIgnoreCase))
                {
                    value = literal;
                }
                else
                {
                    throw Invalid();
                }
            }
            while (Word("and"));

            Require(')');
            if (id is null || value is null)
            {
                throw Invalid();
            }

            Extended = (id, value);
            return item => item.Extended(id) == value;
        }

        /// <summary>-1, 0 or 1 as the property stands to the literal; 2 where they are different and have no order.</summary>
        private static int? Compare(JsonNode? found, object? sought)
        {
            if (found is null)
            {
                return sought is null ? 0 : 2;
            }

            switch (sought)
            {
                case null:
                    return 2;
                case bool flag:
                    return found.GetValueKind() == (flag ? JsonValueKind.True : JsonValueKind.False) ? 0 : 2;
                case decimal number:
                    return found.GetValueKind() == JsonValueKind.Number ? Math.Sign(found.GetValue<decimal>().CompareTo(number)) : 2;
                case NodaTime.Instant instant:
                    return Json.TryInstant(found.AsText(), out var at) ? Math.Sign(at.CompareTo(instant)) : 2;
                default:
                    return found.AsText() is { } text
                        ? Json.TryInstant(text, out var a) && Json.TryInstant((string)sought, out var b)
                            ? Math.Sign(a.CompareTo(b))
                            : Math.Sign(string.Compare(text, (string)sought, StringComparison.OrdinalIgnoreCase))
                        : 2;
            }
        }

        private void Know(string path)
        {
            var name = path.Split('/')[0];
            if (!Shapes.Has(type, name))
            {
                throw GraphError.Property(name, char.ToUpperInvariant(type[0]) + type[1..]);
            }

            if (forbidden.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                throw new GraphError(400, "ErrorInvalidUrlQueryFilter", "The query filter contains one or more invalid nodes.");
            }

            Names.Add(path);
        }

        private object? Literal()
        {
            Space();
            if (at < text.Length && text[at] == '\'')
            {
                var value = new System.Text.StringBuilder();
                for (at++; at < text.Length; at++)
                {
                    if (text[at] == '\'')
                    {
                        at++;
                        if (at >= text.Length || text[at] != '\'')
                        {
                            return value.ToString();
                        }
                    }

                    value.Append(text[at]);
                }

                throw new GraphError(400, "RequestBroker--ParseUri", $"There is an unterminated string literal at position {text.Length} in '{text}'.");
            }

            var start = at;
            while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] is '-' or ':' or '.' or '+'))
            {
                at++;
            }

            var word = text[start..at];
            return word switch
            {
                "true" => true,
                "false" => false,
                "null" => null,
                _ when decimal.TryParse(word, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) => number,
                _ when Json.TryInstant(word, out var instant) => instant,
                _ => throw Invalid(),
            };
        }

        private string Path()
        {
            Space();
            var start = at;
            while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] is '/' or '_' or '.' or '@'))
            {
                at++;
            }

            return text[start..at];
        }

        private bool Word(string word)
        {
            Space();
            var end = at + word.Length;
            if (end > text.Length || !text.AsSpan(at, word.Length).Equals(word, StringComparison.OrdinalIgnoreCase)
                || (end < text.Length && char.IsLetterOrDigit(text[end])))
            {
                return false;
            }

            at = end;
            return true;
        }

        private bool Symbol(char symbol)
        {
            Space();
            if (at >= text.Length || text[at] != symbol)
            {
                return false;
            }

            at++;
            return true;
        }

        private void Require(char symbol)
        {
            if (!Symbol(symbol))
            {
                throw Invalid();
            }
        }

        private void Space()
        {
            while (at < text.Length && text[at] == ' ')
            {
                at++;
            }
        }

        private GraphError Invalid() => GraphError.BadRequest($"Invalid filter clause: Syntax error at position {at} in '{text}'.");
    }
}
