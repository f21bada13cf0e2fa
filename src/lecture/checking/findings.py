"""What a verification finds: files, numbers and claims with their verdicts, told with the worst first."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lecture.checking.comparison import DIFFERENT, EQUAL, WITHIN

MOST = 20  # lines of a kind, before the rest is counted


@dataclass(frozen=True)
class Finding:
    """What is to be told of a file, a number or a claim.

    Attributes:
        name: of it.
        verdict: EQUAL, WITHIN or DIFFERENT.
        why: in words; "" of what is equal.
    """

    name: str
    verdict: str
    why: str = ""


@dataclass
class Report:
    """What a verification found.

    Attributes:
        findings: all that was compared.
        unchecked: what could not be, and could be elsewhere.
        notes: what whoever asks should know.
    """

    findings: list[Finding] = field(default_factory=list)
    unchecked: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def code(self) -> int:
        """0 equal or within tolerance, 1 different, 2 could not be checked."""
        if any(found.verdict == DIFFERENT for found in self.findings):
            return 1
        return 2 if self.unchecked or not self.findings else 0

    def lines(self, against: str = "") -> Iterator[str]:
        """What is to be told, the verdict last.

        Args:
            against: what a build was held against; "" for its own manifest.
        """
        told = [found for found in self.findings if found.verdict != EQUAL]
        for verdict in (DIFFERENT, WITHIN):
            of_kind = [found for found in told if found.verdict == verdict]
            for found in of_kind[:MOST]:
                yield f"{verdict:16}  {found.name}: {found.why}"
            if len(of_kind) > MOST:
                yield f"{verdict:16}  and {len(of_kind) - MOST} more"
        yield from (f"could not check    {line}" for line in self.unchecked)
        yield from (f"note               {line}" for line in self.notes)
        count = Counter(found.verdict for found in self.findings)
        yield f"{count[EQUAL]} equal, {count[WITHIN]} within tolerance, {count[DIFFERENT]} different"
        yield self._verdict(count, against)

    def _verdict(self, count: Mapping[str, int], against: str) -> str:
        if self.code == 1:
            if against:
                return f"DIFFERENT: this build and {against} do not say the same; see the lines above."
            return "DIFFERENT: this is not what was built and published; build it again, or get it where it comes from."
        if self.code == 2:
            return "COULD NOT CHECK: nothing was found to be wrong, but not everything could be looked at."
        if count[WITHIN]:
            return f"WITHIN TOLERANCE: this build and {against} say the same, up to what chance and rounding leave."
        if against:
            return f"EQUAL: this build and {against} are the same, to the last bit."
        return "EQUAL: everything that is published, and everything it was made from, is what the build left."
