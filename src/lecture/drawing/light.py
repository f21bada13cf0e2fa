"""What matplotlib writes of a figure, made light: fewer elements and bytes, the same picture."""

import re
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from io import BytesIO
from itertools import groupby
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

import numpy as np
from PIL import Image

SVG, XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
ElementTree.register_namespace("", SVG)
PARTS = (
    100  # coordinates are kept to hundredths of a point: an eighth of a pixel where a figure is twelve times enlarged
)
STEP = re.compile(r"([MLQCz])([^MLQCz]*)")
SEVERAL = 3  # uses of one marker that are worth a path
COLOURS = 1024  # more than any colour map has: a photograph
QUALITY = 80  # of a photograph, without loss of colour resolution: no difference is seen at twice the size
DEFAULTS = {
    "text-anchor": "start",
    "stroke-dashoffset": "0",
    "fill-opacity": "1",
    "stroke-opacity": "1",
    "opacity": "1",
}

Points = list[tuple[int, int]]


def lighten(svg: str, inherited: dict[str, str]) -> str:
    """An SVG file of matplotlib's with fewer elements and bytes.

    Groups that say nothing are gone, and so is what isn't seen; marks of one kind become one path with a marker, and
    neighbours of one look that don't touch one path; styles are attributes; pictures are packed anew.

    Args:
        svg: the text, with the identifiers that something refers to, and no others.
        inherited: attributes for the root, which nothing below repeats.
    """
    root = ElementTree.fromstring(svg)
    for element in root.iter():
        element.tag = element.tag.removeprefix(f"{{{SVG}}}")
        element.text = element.text if element.tag in ("text", "tspan") else None
        element.tail = element.tail if element.tag == "tspan" else None
        spread_style(element)
        plain_text(element)
        for name in [
            name for name, value in element.attrib.items() if inherited.get(name, DEFAULTS.get(name)) == value
        ]:
            del element.attrib[name]
        if element.tag == "image":
            packed(element)
    shapes = {element.get("id"): element for element in root.iter("path") if "id" in element.attrib}
    draw_marks(root, shapes)
    tidy(root, framed=False)
    drop_unused(root)
    for element in root.iter():
        for name in ("x", "y", "width", "height"):
            if name in element.attrib and element is not root:
                element.set(name, short(round(PARTS * float(element.get(name)))))
        if "d" in element.attrib:
            element.set("d", written(steps(element.get("d"))))
    root.attrib = {"xmlns": SVG, **inherited, **root.attrib}
    root.attrib.pop("version", None)
    return ElementTree.tostring(root, encoding="unicode") + "\n"


def spread_style(element: Element) -> None:
    """Write an element's style as attributes, which are shorter; `xlink:` goes, too."""
    style = element.attrib.pop("style", "")
    for declaration in filter(None, map(str.strip, style.split(";"))):
        name, value = declaration.split(":", 1)
        element.set(name.strip(), re.sub(r"(?<=\d)px\b", "", value.strip()).replace("'", ""))
    if reference := element.attrib.pop(f"{{{XLINK}}}href", None):
        element.set("href", reference)


def plain_text(element: Element) -> None:
    """A label as it is seen: all its spaces, no turn of no degrees; a bold font goes by its file's name, too, which is
    the one that Typst knows."""
    if element.text:
        element.text = element.text.replace("  ", " \N{NO-BREAK SPACE}")
    if element.tag == "text" and re.match(r"rotate\(-?0[ )]", element.get("transform", "")):
        del element.attrib["transform"]
    if element.get("font-weight") == "600":
        family = element.get("font-family")
        element.set("font-family", f"{family} SmBld, {family}")


def packed(image: Element) -> None:
    """Pack a picture that stands in a figure: a photograph as JPEG, everything else as WebP without any loss."""
    png = b64decode(image.get("href").partition(",")[2])
    kind, data = repacked(png)
    if len(data) < len(png):
        image.set("href", f"data:image/{kind};base64,{b64encode(data).decode()}")


def repacked(png: bytes) -> tuple[str, bytes]:
    """(kind, data) of a picture: the smaller of JPEG and WebP for a photograph, for others WebP with each bit kept."""
    picture = Image.open(BytesIO(png)).convert("RGBA")
    pixels = np.asarray(picture)
    opaque = bool((pixels[..., 3] == 255).all())
    picture = picture.convert("RGB") if opaque else picture
    kept = BytesIO()
    picture.save(kept, "WEBP", lossless=True, exact=True, quality=80, method=4)
    best = ("webp", kept.getvalue())
    if opaque and len(np.unique(pixels.view(np.uint32))) > COLOURS:
        photograph = BytesIO()
        picture.save(photograph, "JPEG", quality=QUALITY, subsampling=0, optimize=True)
        best = min(best, ("jpeg", photograph.getvalue()), key=lambda choice: len(choice[1]))
    return best


def draw_marks(element: Element, shapes: dict[str, Element]) -> None:
    """Draw marks where they are used: many of one kind as the corners of one path, those of straight lines as paths.

    Args:
        element: in which uses stand, at any depth; they are replaced.
        shapes: the paths that are used, by identifier. Those that become markers are changed.
    """
    children = []
    for look, run in groupby(element, key=mark):
        uses = list(run)
        if look is None:
            for child in uses:
                draw_marks(child, shapes)
            children += uses
            continue
        shape = shapes[look[0]]
        places = [tuple(round(PARTS * float(use.get(name, 0))) for name in "xy") for use in uses]
        if all(command in "MLz" for command, _ in steps(shape.get("d"))):
            children += [moved(shape, dict(look[1]), place) for place in places]
        elif len(uses) >= SEVERAL:
            children += as_corners(shape, dict(look[1]), places)
        else:
            children += uses
    element[:] = children


def mark(element: Element) -> tuple[str, tuple] | None:
    """The shape and the look of an element that only uses a shape at a place; None for any other."""
    if element.tag != "use" or "transform" in element.attrib:
        return None
    look = {name: value for name, value in element.attrib.items() if name not in ("href", "x", "y")}
    return element.get("href")[1:], tuple(sorted(look.items()))


def moved(shape: Element, look: dict[str, str], place: tuple[int, int]) -> Element:
    """A shape of straight lines at a place in hundredths."""
    lines = [(command, [(x + place[0], y + place[1]) for x, y in points]) for command, points in steps(shape.get("d"))]
    own = {name: value for name, value in shape.attrib.items() if name not in ("id", "d")}
    return Element("path", {"d": absolute(lines), **look, **own})


def as_corners(shape: Element, look: dict[str, str], places: Points) -> list[Element]:
    """A path that shows a shape at each of its corners, which are these places; and the marker, where it is a new one.

    Another look of the same shape needs a marker of its own.
    """
    own = {name: value for name, value in shape.attrib.items() if name != "id"}
    clipped = {name: look.pop(name) for name in ("clip-path",) if name in look}
    identifier = shape.get("id") + "".join(f"-{re.sub(r'[^a-zA-Z0-9]+', '', value)}" for value in look.values())
    marker = Element("marker", {"id": identifier, "overflow": "visible", "markerUnits": "userSpaceOnUse"})
    SubElement(marker, "path", {**look, **own})
    line = absolute([("M", places[:1]), *(("L", [place]) for place in places[1:])])
    path = Element("path", {"d": line, "fill": "none", "style": f"marker:url(#{identifier})", **clipped})
    return [marker, path]


def tidy(element: Element, framed: bool) -> None:
    """Take out groups that say nothing and what isn't seen; make one path of neighbours that look alike.

    Args:
        element: everything below it changes.
        framed: whether it is in a frame of an animation, whose paths its player counts.
    """
    framed = framed or "data-frame" in element.attrib
    children: list[Element] = []
    for child in list(element):
        tidy(child, framed)
        children += list(child) if child.tag == "g" and not child.attrib else [child]
    children = [child for child in children if is_seen(child)]
    element[:] = children if framed or element.tag in ("defs", "marker", "clipPath") else joined(children)


def is_seen(element: Element) -> bool:
    """Whether an element that no other refers to shows something: matplotlib draws grounds without colour."""
    if element.tag in ("g", "defs"):
        return len(element) > 0
    bare = element.tag == "path" and "id" not in element.attrib and "style" not in element.attrib
    return not (bare and element.get("fill") == "none" and "stroke" not in element.attrib)


def joined(elements: Iterable[Element]) -> list[Element]:
    """Elements where paths that follow each other and look alike are one, unless that would be seen where they meet."""
    made: list[Element] = []
    boxes: list[tuple[int, int, int, int]] = []
    for element in elements:
        if element.tag != "path" or {"id", "style", "transform"} & element.attrib.keys():
            made.append(element)
            boxes = []
            continue
        look = {name: value for name, value in element.attrib.items() if name != "d"}
        box = extent(element)
        last = made[-1] if boxes else None
        same = last is not None and look == {name: value for name, value in last.attrib.items() if name != "d"}
        solid = look.get("fill") == "none" and not {"opacity", "stroke-opacity"} & look.keys()
        if same and (solid or all(apart(box, other) for other in boxes)):
            last.set("d", f"{last.get('d')} {element.get('d')}")
            boxes.append(box)
        else:
            made.append(element)
            boxes = [box]
    return made


def extent(path: Element) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of a path with its line, in hundredths; a little more where it is curved."""
    points = [point for _, some in steps(path.get("d")) for point in some]
    half = round(PARTS * float(path.get("stroke-width", 1)) / 2) + 1 if "stroke" in path.attrib else 0
    x, y = zip(*points, strict=True)
    return min(x) - half, min(y) - half, max(x) + half, max(y) + half


def apart(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> bool:
    """Whether two boxes have no point in common."""
    return one[2] < other[0] or other[2] < one[0] or one[3] < other[1] or other[3] < one[1]


def drop_unused(root: Element) -> None:
    """Take out definitions that nothing refers to, and lists of definitions that are empty then."""
    used = set()
    for element in root.iter():
        for name, value in element.attrib.items():
            used |= set(re.findall(r"url\(#([^)]*)\)", value)) | ({value[1:]} if name == "href" else set())
    seen: set[str] = set()

    def keep(element: Element) -> bool:
        name = element.get("id")
        if name is None:
            return element.tag != "defs" or len(element) > 0
        first = name not in seen
        seen.add(name)
        return name in used and first

    for parent in list(root.iter()):
        if parent.tag == "defs":
            parent[:] = [child for child in parent if keep(child)]
    for parent in list(root.iter()):
        if parent.tag != "defs":
            parent[:] = [child for child in parent if keep(child)]


def steps(d: str) -> Iterator[tuple[str, Points]]:
    """The commands of a path, M, L, Q, C and z, with their points in hundredths."""
    for command, rest in STEP.findall(d):
        numbers = [round(PARTS * float(number)) for number in rest.split()]
        yield command, list(zip(numbers[::2], numbers[1::2], strict=True))


def absolute(lines: Iterable[tuple[str, Points]]) -> str:
    """A path as matplotlib writes it."""
    return " ".join(" ".join([command, *(f"{x / PARTS} {y / PARTS}" for x, y in points)]) for command, points in lines)


def written(lines: Iterable[tuple[str, Points]]) -> str:
    """A path in few letters: each step from the point before it."""
    made, place, start = [], (0, 0), (0, 0)
    for command, points in lines:
        if command == "z":
            made.append("z")
            place = start
            continue
        x, y = points[-1]
        if command == "M":
            made.append("M" + listed([x, y]))
            start = (x, y)
        elif command == "L" and x == place[0]:
            made.append("v" + listed([y - place[1]]))
        elif command == "L" and y == place[1]:
            made.append("h" + listed([x - place[0]]))
        else:
            made.append(command.lower() + listed([part for a, b in points for part in (a - place[0], b - place[1])]))
        place = (x, y)
    return "".join(made)


def listed(numbers: Iterable[int]) -> str:
    """Numbers in hundredths, a space before each that has no sign."""
    return re.sub(r" -", "-", " ".join(map(short, numbers)))


def short(hundredths: int) -> str:
    """A number in hundredths as SVG needs it: 0.5 as .5."""
    text = f"{abs(hundredths) / PARTS:.2f}".rstrip("0").rstrip(".").lstrip("0") or "0"
    return f"-{text}" if hundredths < 0 else text
