"""How a language writes numbers: the marks inside them, per cent, powers of ten, and the noun behind a count."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from lecture.words.tables import primary

NO_BREAK = "\N{NO-BREAK SPACE}"
THIN = "\N{NARROW NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
SHORT = 6  # digits behind the point that `short` keeps


@dataclass(frozen=True)
class Numbers:
    """The habits of one language.

    Args:
        decimal: the mark before the fraction.
        thousands: the mark between groups of three digits.
        grouped_from: how many digits a whole number has at least that is written in groups.
        percent_sign: with the space before it.
        times: the sign before a power of ten.
        forms: the names of the forms of a noun behind a number, for messages.
        form: which of them a whole number asks for, as its position.
    """

    decimal: str
    thousands: str
    grouped_from: int
    percent_sign: str
    times: str
    forms: tuple[str, ...]
    form: Callable[[int], int]

    def integer(self, value: int | str) -> str:
        """A whole number, in groups of three digits if it is long: 21 840 or 21,840.

        Args:
            value: the number, or its digits.
        """
        text = str(value)
        if len(text.lstrip("-")) >= self.grouped_from:
            text = f"{int(text):,}".replace(",", self.thousands)
        return text.replace("-", MINUS)

    def number(self, value: float, digits: int) -> str:
        """A number with so many digits behind the point; what is rounded to nothing has no sign."""
        text = f"{value:.{digits}f}"
        if not text.strip("-0."):
            text = text.lstrip("-")
        whole, _, fraction = text.partition(".")
        return self.integer(whole) + (self.decimal + fraction if fraction else "")

    def short(self, value: float) -> str:
        """A number with as many digits behind the point as it needs, up to SHORT."""
        fraction = f"{abs(value):.{SHORT}f}".partition(".")[2]
        return self.number(value, len(fraction.rstrip("0")))

    def percent(self, share: float, digits: int) -> str:
        """A share in [0, 1] in per cent: 97,03 % or 97.03%."""
        return self.number(100 * share, digits) + self.percent_sign

    def careful_percent(self, share: float, digits: int) -> str:
        """A share in per cent that never rounds «almost» to «all» or to «nothing»: > 99,9 % for 0.9999."""
        step = 10.0**-digits
        value = 100 * share
        sign = ""
        if 0 < 100 - value < step / 2:
            value, sign = 100 - step, f">{NO_BREAK}"
        elif 0 < value < step / 2:
            value, sign = step, f"<{NO_BREAK}"
        return f"{sign}{self.number(value, digits)}{self.percent_sign}"

    def spread(self, statistics: Mapping[str, float | None], digits: int) -> str:
        """Mean and standard deviation of shares in [0, 1], in per cent: 97,03 ± 0,25 %.

        Args:
            statistics: `mean` and `std`; with `std` None (one seed) only the mean is written.
            digits: behind the point of each; more where a small deviation would else be written as nothing.

        Raises:
            KeyError: `mean` or `std` is missing.
        """
        mean, std = statistics["mean"], statistics["std"]
        if std:  # one digit of it that isn't 0; rounding may carry: 0,096 is 0,1
            digits = max(digits, -int(f"{100 * std:.0e}".partition("e")[2]))
        deviation = "" if std is None else f"{NO_BREAK}±{NO_BREAK}{self.number(100 * std, digits)}"
        return f"{self.number(100 * mean, digits)}{deviation}{self.percent_sign}"

    def scientific(self, value: float, digits: int) -> str:
        """A number with a power of ten: 2,2·10⁻⁸."""
        return self._with_power(f"{value:.{digits}e}")

    def significant(self, value: float, digits: int) -> str:
        """A number with so many significant digits, with a power of ten if it is very large or very small."""
        return self._with_power(f"{value:.{digits}g}")

    def _with_power(self, text: str) -> str:
        mantissa, _, exponent = text.partition("e")
        power = f"{self.times}10{str(int(exponent)).translate(SUPERSCRIPTS)}" if exponent else ""
        return mantissa.replace("-", MINUS).replace(".", self.decimal) + power

    def count(self, value: int, *forms: str) -> str:
        """A whole number with the noun in the form that it asks for: 1 эпоха, 3 эпохи, 10 эпох; 1 epoch, 3 epochs.

        Raises:
            TypeError: the noun is not given in all the forms that the language has.
        """
        if len(forms) != len(self.forms):
            raise TypeError(
                f"count needs the noun in {len(self.forms)} forms ({', '.join(self.forms)}), not {len(forms)}"
            )
        return f"{self.integer(value)}{NO_BREAK}{forms[self.form(value)]}"

    def tex(self, text: str) -> str:
        """A written number for a formula: its marks in TeX's words."""
        return text.replace(",", "{,}").replace(THIN, r"\,").replace(MINUS, "-").replace("%", r"\%")


def russian_form(value: int) -> int:
    """1, 21, 101: the first form; 2–4, 22–24: the second; all others the third."""
    tens, ones = value // 10 % 10, value % 10
    return 2 if tens == 1 or ones in (0, 5, 6, 7, 8, 9) else 0 if ones == 1 else 1


def english_form(value: int) -> int:
    """1: the first form; all others the second."""
    return int(value != 1)


RUSSIAN = Numbers(
    decimal=",",
    thousands=THIN,
    grouped_from=5,
    percent_sign=f"{NO_BREAK}%",
    times="·",
    forms=("one", "few", "many"),
    form=russian_form,
)
ENGLISH = Numbers(
    decimal=".",
    thousands=",",
    grouped_from=4,
    percent_sign="%",
    times=f"{NO_BREAK}×{NO_BREAK}",
    forms=("one", "many"),
    form=english_form,
)
LANGUAGES = {"ru": RUSSIAN, "en": ENGLISH}


def of(tag: str) -> Numbers:
    """The numbers of a language.

    Args:
        tag: such as "en" or "en-GB".

    Raises:
        UnknownLanguageError: the language has no table of words.
    """
    return LANGUAGES[primary(tag)]
