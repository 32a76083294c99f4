"""The mutants of a C source: what of its functions' code can be another."""
import re

TOKEN = re.compile(r"""(?m:^[ \t]*\#)(?:[^\n\\]|\\.)*|//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'
    |[A-Za-z_]\w*|\d[\w.]*|<<=|>>=|->|\+\+|--|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&|^]=|\S""", re.S | re.X)
COMPARISONS = {"<": ("<=", ">="), "<=": ("<", ">"), ">": (">=", "<="), ">=": (">", "<"),
               "==": ("!=",), "!=": ("==",), "&&": ("||",), "||": ("&&",)}
STATEMENTS = {"continue": "break", "break": "continue"}
RETURNS = {"true": "false", "false": "true"}
KEYWORDS = {"return", "sizeof", "case", "else", "do", "goto", "if", "while", "for", "switch"}
ASSERTIONS = {"assert", "_Static_assert", "static_assert"}


class Mutant:
    """At `begin` of the file's text, up to `end`, stands `new`."""

    def __init__(self, file, text, begin, end, new, what):
        self.file, self.begin, self.end, self.new = file, begin, end, new
        self.line = text.count("\n", 0, begin) + 1
        first = text.rfind("\n", 0, begin) + 1
        self.source = text[first:text.index("\n", begin)].strip()
        self.what = what

    def __str__(self):
        return "%s:%d: %s: %s" % (self.file, self.line, self.what, self.source)


def code(text):
    """The tokens of functions' bodies, without assertions and tables: (begin, text)."""
    tokens = list(compiled((m.start(), m.group()) for m in TOKEN.finditer(text)))
    depth = 0
    found, before = [], ""
    i = 0
    while i < len(tokens):
        word = tokens[i][1]
        if word == "{":
            # A block stands behind these; behind all else a table, or a type.
            block = before == ")" or depth and before in ("else", "do", ";", "{", "}", ":")
            if not block:
                i = closing(tokens, i, "{", "}")
                before = "}"
                i += 1
                continue
            depth += 1
        elif word == "}":
            depth -= 1
        elif word in ASSERTIONS:
            i = closing(tokens, i + 1, "(", ")")
        if depth:
            found.append(tokens[i])
        before = tokens[i][1]
        i += 1
    if depth:
        raise ValueError("braces")
    return found


def compiled(tokens):
    """Neither comments nor directives, nor what stands behind #else, where a brace may be closed again."""
    otherwise = 0
    for token in tokens:
        directive = re.match(r"\s*#\s*(\w*)", token[1])
        if directive and otherwise:
            otherwise += {"i": 1, "e": -1 if directive[1] == "endif" else 0}.get(directive[1][:1], 0)
        elif directive:
            otherwise = directive[1] in ("else", "elif")
        elif not otherwise and not token[1].startswith(("/*", "//")):
            yield token


def closing(tokens, i, opens, closes):
    depth = 0
    for i in range(i, len(tokens)):
        depth += {opens: 1, closes: -1}.get(tokens[i][1], 0)
        if depth == 0:
            return i
    raise ValueError("no " + closes)


def mutants_of(file, text):
    """(those of conditions, the others), and how many conditions there are."""
    conditions, others, sites = [], [], 0
    tokens = code(text)
    word = [t[1] for t in tokens] + [""]
    nth = {}

    def add(to, k, new, what=None, last=None):
        begin = tokens[k][0]
        last = k if last is None else last
        end = tokens[last][0] + len(word[last])
        line = text.count("\n", 0, begin)
        same = nth[k] if k in nth else sum(text.count("\n", 0, tokens[j][0]) == line
                                           for j in range(max(0, k - 60), k + 1) if word[j] == word[k])
        nth[k] = same
        number = "#%d" % same if same > 1 else ""
        to.append(Mutant(file, text, begin, end, new, "%s%s -> %s" % (word[k], number, what or new)))

    for k in range(len(tokens)):
        w, before, then = word[k], word[k - 1] if k else "", word[k + 1]
        if w in COMPARISONS:
            sites += 1
            for new in COMPARISONS[w]:
                add(conditions, k, new)
        elif w == "!":
            sites += 1
            add(conditions, k, "", "dropped")
        elif w in ("if", "while") and then == "(":
            sites += 1
            last = closing(tokens, k + 1, "(", ")")
            inside = text[tokens[k + 1][0] + 1:tokens[last][0]]
            for value in ("true", "false") if w == "if" else ("false",):
                add(conditions, k, "%s ((%s), %d)" % (w, inside, value == "true"), value, last)
        elif w in STATEMENTS:
            add(others, k, STATEMENTS[w])
        elif w in RETURNS and before == "return":
            add(others, k, RETURNS[w])
        elif w == "1" and before in "+-" and word[k - 2] not in ("return", "(", "=", ",", "?", ":"):
            add(others, k, "0")
        elif w == "1" and before == "-" and word[k - 2] == "return":
            add(others, k, "0")
        elif re.fullmatch(r"\d\d?", w) and not declares_array(word, k):
            for new in (int(w) + 1, int(w) - 1):
                if new >= 0:
                    add(others, k, str(new))
    return conditions, others, sites


def declares_array(word, k):
    return (word[k - 1] == "[" and word[k - 2].isidentifier() and word[k - 3] not in KEYWORDS and
            (word[k - 3].isidentifier() or word[k - 3] == "*"))
