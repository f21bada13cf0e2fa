"""A page of documentation as a script of Bash: its commands, and its files, each written where the page says."""

import re
from pathlib import Path

BLOCK = re.compile(
    r"""^\#\#[ ](?P<section>[^\n]+)$
    | (?:^Write[ ]`(?P<file>[^`\n]+)`:\n\n)? ^(?P<fence>`{3,})(?P<kind>\w+)\n (?P<text>.*?) ^(?P=fence)$""",
    re.MULTILINE | re.DOTALL | re.VERBOSE,
)
END = "END OF FILE"


def script(page: Path, *, without: str = "", only: str = "") -> str:
    """The commands of a page in their order; a file is a command that writes it.

    Args:
        page: in Markdown: `Write `NAME`:` stands before a file, commands are fenced as `sh`.
        without, only: the heading of a section.
    """
    lines, section = ["set -eu"], ""
    for block in BLOCK.finditer(page.read_text(encoding="utf-8")):
        if block["section"]:
            section = block["section"]
        elif section == without or (only and section != only):
            continue
        elif block["file"]:
            folder = Path(block["file"]).parent
            lines += [f"mkdir -p '{folder}'", f"cat > '{block['file']}' << '{END}'\n{block['text']}{END}"]
        elif block["kind"] == "sh":
            lines.append(block["text"])
        else:
            raise ValueError(f"{page}: a block of {block['kind']} in {section!r} is neither a file nor a command")
    return "\n".join(lines)
