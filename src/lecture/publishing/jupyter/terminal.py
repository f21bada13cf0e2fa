"""What a terminal shows in the end of what was written to it."""

import re

TOKEN = re.compile(
    r"\x1b\[(?P<arguments>[0-9;:<=>?]*)[ -/]*(?P<command>[@-~])"  # CSI: colours, moves of the cursor, erasing
    r"|\x1b\](?P<title>[^\x07\x1b]*)(?:\x07|\x1b\\|$)"  # OSC: titles, links
    r"|\x1b[ -/]*[0-~]|\x1b"  # other escapes
    r"|(?P<control>[\x00-\x08\x0b-\x1a\x1c-\x1f\x7f])"
    r"|(?P<line>\n)"
)
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
RESET = "\x1b[0m"
WIDEST = 10_000  # columns and lines that a cursor may be sent to


def settle(text: str) -> str:
    r"""What a terminal shows in the end: text, with no other escapes than those of colours, `\x1b[…m`.

    Carriage returns, backspaces and moves of the cursor overwrite, erasing erases; titles and other escapes are
    dropped, and so are control characters. A tab stays one.
    """
    text = text.replace("\r\n", "\n")
    if not TOKEN.search(COLOUR.sub("", text).replace("\n", "")):
        return text
    screen = _Screen()
    position = 0
    for token in TOKEN.finditer(text):
        screen.write(text[position : token.start()])
        position = token.end()
        screen.obey(token)
    screen.write(text[position:])
    return screen.shown()


class _Screen:
    """Lines of (character, style), the cursor, and the style in force."""

    def __init__(self) -> None:
        self.lines: list[list[tuple[str, str]]] = [[]]
        self.row, self.column, self.style = 0, 0, ""

    def write(self, text: str) -> None:
        if not text:
            return
        line = self.lines[self.row]
        line.extend([(" ", "")] * (self.column - len(line)))
        line[self.column : self.column + len(text)] = [(character, self.style) for character in text]
        self.column += len(text)

    def obey(self, token: re.Match) -> None:
        if token["line"]:
            self._move(self.row + 1, 0)
        elif token["control"] == "\r":
            self.column = 0
        elif token["control"] == "\b":
            self.column = max(0, self.column - 1)
        elif token["control"] == "\f":
            self.lines, self.row, self.column = [[]], 0, 0
        elif token["command"] == "m":
            self._colour(token["arguments"])
        elif token["command"]:
            self._command(token["command"], [int(part) for part in re.findall(r"\d+", token["arguments"])])

    def _colour(self, arguments: str) -> None:
        """Styles add up, until one resets them."""
        if re.fullmatch(r"[\d;:]*", arguments):
            code = f"\x1b[{arguments.replace(':', ';')}m"
            self.style = self.style.replace(code, "") + code if arguments.strip("0;:") else ""

    def _command(self, command: str, arguments: list[int]) -> None:
        count = min(max(1, arguments[0] if arguments else 1), WIDEST)
        kind = arguments[0] if arguments else 0
        line = self.lines[self.row]
        match command:
            case "A":
                self._move(self.row - count, self.column)
            case "B":
                self._move(self.row + count, self.column)
            case "C":
                self.column = min(self.column + count, WIDEST)
            case "D":
                self.column = max(0, self.column - count)
            case "E":
                self._move(self.row + count, 0)
            case "F":
                self._move(self.row - count, 0)
            case "G":
                self.column = count - 1
            case "P":
                del line[self.column : self.column + count]
            case "K" if kind == 0:
                del line[self.column :]
            case "K":
                blank = [(" ", "")] * min(self.column + 1, len(line))
                line[:] = blank + line[self.column + 1 :] if kind == 1 else []
            case "J" if kind == 0:
                del line[self.column :]
                del self.lines[self.row + 1 :]
            case "J" if kind in (2, 3):
                self.lines, self.row, self.column = [[]], 0, 0
            case "H" | "f":
                column = arguments[1] if len(arguments) > 1 else 1
                self._move(count - 1, min(max(1, column), WIDEST) - 1)

    def _move(self, row: int, column: int) -> None:
        self.row, self.column = max(0, row), column
        self.lines.extend([] for _ in range(self.row - len(self.lines) + 1))

    def shown(self) -> str:
        return "\n".join(_coloured(line) for line in self.lines)


def _coloured(line: list[tuple[str, str]]) -> str:
    """A line with the escapes of its colours, which end with it."""
    while line and line[-1] == (" ", ""):
        line = line[:-1]
    parts, now = [], ""
    for character, style in line:
        if style != now:
            parts.append((RESET if now else "") + style)
            now = style
        parts.append(character)
    return "".join(parts) + (RESET if now else "")
