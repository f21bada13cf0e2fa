"""Whose digest does an edit change? A small package stands in for `pack`."""

import ast
from importlib.metadata import version

import pytest

from lecture.build import source_code

PACKAGE = {
    "__init__": '"""A package."""\n',
    "nets": '''"""Networks."""

from collections import OrderedDict

WIDTH = 5  # cells
OTHER = 7


def conv(size: int = WIDTH) -> int:
    """A convolution."""
    return size * 2


def pool() -> int:
    return 2


def net() -> list[int]:
    """Both layers."""
    # in this order
    return [conv(), pool()]


def unrelated():
    return OTHER


class Wide:
    """A wide net."""

    width = WIDTH

    def build(self):
        """Its layers."""
        return conv(self.width)
''',
    "loop": """from pack import nets as n
from pack.nets import conv as convolution, unrelated


def by_alias():
    return n.pool()


def by_name():
    return convolution()


def by_two_steps():
    return by_name()


def inside():
    from pack.nets import pool

    return pool()


def by_class():
    return n.Wide().build()


def whole(get=getattr):
    return get(n, "pool")


def alone():
    return 1
""",
    "parts/__init__": "from pack.nets import pool as passed_on\n",
    "parts/deep": "from pack.parts import passed_on\n\n\ndef deep():\n    return passed_on()\n",
}

USERS = [
    *("nets:conv", "nets:pool", "nets:net", "nets:unrelated", "nets:Wide", "nets:WIDTH", "nets:OTHER"),
    *("loop:by_alias", "loop:by_name", "loop:by_two_steps", "loop:inside", "loop:by_class", "loop:whole"),
    *("loop:alone", "parts.deep:deep"),
]


class Package:
    """The package on disk; every question forgets what was read before."""

    def __init__(self, root):
        self.root = root
        root.mkdir()
        (root / "lecture.yaml").touch()  # the mark of a lecture's package
        for module, text in PACKAGE.items():
            self.write(module, text)

    def write(self, module: str, text: str) -> None:
        path = self.root / f"{module}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        forget()

    def edit(self, module: str, old: str, new: str) -> None:
        text = (self.root / f"{module}.py").read_text(encoding="utf-8")
        assert text.count(old) == 1
        self.write(module, text.replace(old, new))

    def digests(self) -> dict[str, str]:
        return {user: source_code.digest(f"pack.{user}") for user in USERS}


def forget():
    for thing in vars(source_code).values():
        if hasattr(thing, "cache_clear"):
            thing.cache_clear()


@pytest.fixture
def package(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(tmp_path)
    yield Package(tmp_path / "pack")
    forget()


@pytest.mark.parametrize(
    ("module", "old", "new"),
    [
        ("nets", '"""A convolution."""', '"""Quite another text."""'),
        ("nets", '    """A convolution."""\n', ""),
        ("nets", '"""Networks."""', '"""Nets."""'),
        ("nets", '        """Its layers."""\n', ""),
        ("nets", "  # cells", ""),
        ("nets", "    # in this order", "    # in that order\n\n"),
        ("nets", "return [conv(), pool()]", "return [\n        conv(),\n        pool(),\n    ]"),
        ("nets", "WIDTH = 5", "WIDTH = (5)"),
        ("nets", "from collections import OrderedDict\n", ""),
        ("nets", "def pool() -> int:", "\n\n\ndef pool() -> int:"),
    ],
)
def test_what_changes_nothing(package, module, old, new):
    before = package.digests()
    package.edit(module, old, new)
    assert package.digests() == before


@pytest.mark.parametrize(
    ("module", "old", "new", "users"),
    [
        (
            "nets",
            "return size * 2",
            "return size * 3",
            "nets:conv nets:net nets:Wide loop:by_name loop:by_two_steps loop:by_class loop:whole",
        ),
        (
            "nets",
            "return 2",
            "return 3",
            "nets:pool nets:net loop:by_alias loop:inside loop:whole parts.deep:deep",
        ),
        (
            "nets",
            "WIDTH = 5",
            "WIDTH = 6",
            "nets:WIDTH nets:conv nets:net nets:Wide loop:by_name loop:by_two_steps loop:by_class loop:whole",
        ),
        ("nets", "return conv(self.width)", "return conv(3)", "nets:Wide loop:by_class loop:whole"),
        ("nets", "OTHER = 7", "OTHER = 8", "nets:OTHER nets:unrelated loop:whole"),
        ("nets", "[conv(), pool()]", "[pool(), conv()]", "nets:net loop:whole"),
        ("nets", "-> list[int]", "-> list", "nets:net loop:whole"),
        ("loop", "return 1", "return 2", "loop:alone"),
        ("loop", "return by_name()", "return -by_name()", "loop:by_two_steps"),
        ("loop", "return convolution()", "return +convolution()", "loop:by_name loop:by_two_steps"),
        ("parts/__init__", "import pool as", "import unrelated as", "parts.deep:deep"),
    ],
)
def test_an_edit_reaches_the_users_and_nobody_else(package, module, old, new, users):
    before = package.digests()
    package.edit(module, old, new)
    after = package.digests()
    assert {user for user in USERS if before[user] != after[user]} == set(users.split())


def test_what_a_module_does_when_imported_is_part_of_all_its_definitions(package):
    package.write("table", "TABLE = {}\nTABLE['a'] = 1\n\n\ndef look():\n    return TABLE\n")
    before = source_code.digest("pack.table:look")
    package.edit("table", "= 1", "= 2")
    assert source_code.digest("pack.table:look") != before


def test_a_name_assigned_twice(package):
    package.write("twice", "SIZE = 1\nSIZE = SIZE + 1\n\n\ndef use():\n    return SIZE\n")
    before = source_code.digest("pack.twice:use")
    package.edit("twice", "SIZE + 1", "SIZE + 2")
    assert source_code.digest("pack.twice:use") != before


def test_functions_that_call_each_other(package):
    package.write("mutual", "def a():\n    return b()\n\n\ndef b():\n    return a() + 1\n")
    a, b = (source_code.digest(f"pack.mutual:{name}") for name in "ab")
    package.edit("mutual", "+ 1", "+ 2")
    assert source_code.digest("pack.mutual:a") != a
    assert source_code.digest("pack.mutual:b") != b


def test_a_piece_of_code(package):
    script = "from pack.loop import by_name\n\nprint(by_name())\n"
    before = source_code.digest(script)
    assert source_code.digest(f'"""What it does."""\n\n{script}# done\n') == before
    assert source_code.digest(script.replace("print", "repr")) != before
    package.edit("nets", "return 2", "return 3")
    assert source_code.digest(script) == before
    package.edit("nets", "size * 2", "size * 3")
    assert source_code.digest(script) != before


def test_roots_add_up(package):
    script = "print(1)"
    alone, both = source_code.digest(script), source_code.digest(script, "pack.nets:pool")
    assert alone != both
    package.edit("nets", "return 2", "return 3")
    assert source_code.digest(script) == alone
    assert source_code.digest(script, "pack.nets:pool") != both


@pytest.mark.parametrize(
    "root",
    [
        "pack.nets:nett",
        "pack.nats:net",
        "from pack.nets import nett\n\nnett()",
        "from pack.nats import net\n\nnet()",
        "from pack import nets\n\nnets.nett()",
    ],
)
def test_an_address_that_leads_nowhere(package, root):
    with pytest.raises(LookupError, match=r"nett|nats"):
        source_code.digest(root)


def test_imports_that_cannot_be_followed_are_refused(package):
    with pytest.raises(LookupError, match=r"line 2: .*relative import"):
        source_code.digest("import json\nfrom .nets import net")
    with pytest.raises(LookupError, match=r"instead of `import pack\.nets`"):
        source_code.digest("import pack.nets\n\npack.nets.net()")
    package.write("relative", "from .nets import pool\n\n\ndef use():\n    return pool()\n")
    with pytest.raises(LookupError, match="relative import"):
        source_code.digest("pack.relative:use")


def test_code_that_does_not_parse(package):
    with pytest.raises(SyntaxError):
        source_code.digest("print(")


@pytest.mark.parametrize("address", ["pack.nets:net", "pack.parts.deep:deep", "pack.a:_b"])
def test_an_address(package, address):
    assert source_code.is_address(address)


@pytest.mark.parametrize("text", ["pack:net", "torch.nn:Linear", "pack.nets", "pack.nets:", "pack.nets:a b", ""])
def test_not_an_address(text):
    assert not source_code.is_address(text)


def test_source_is_shown_without_docstrings_and_with_comments(package):
    assert source_code.source("pack.nets:net") == (
        "def net() -> list[int]:\n    # in this order\n    return [conv(), pool()]"
    )
    assert source_code.source("pack.nets:Wide") == (
        "class Wide:\n    width = WIDTH\n\n    def build(self):\n        return conv(self.width)"
    )
    assert source_code.source("pack.nets:WIDTH") == "WIDTH = 5  # cells"


def test_source_keeps_decorators_and_texts_that_are_no_docstrings(package):
    text = "@cache\n@other(\n    1,\n)\ndef f(x):\n    y = '''a\n    b'''\n\n    def g():\n        return y"
    package.write("decorated", f"from functools import cache\n\n\n{text}\n\n\nx = 1\n")
    assert source_code.source("pack.decorated:f") == text


def test_a_body_of_a_docstring_alone_stays(package):
    package.write("errors", 'class Wrong(ValueError):\n    """It is wrong."""\n')
    assert source_code.source("pack.errors:Wrong") == 'class Wrong(ValueError):\n    """It is wrong."""'


def test_source_of_what_is_not_there(package):
    for address, message in (
        ("pack.nets:nett", "pack.nets defines no 'nett'"),
        ("pack.nats:net", "pack.nats defines no 'net'"),
        # an imported name is defined elsewhere
        ("pack.loop:convolution", "pack.loop defines no 'convolution'"),
    ):
        with pytest.raises(LookupError, match=message):
            source_code.source(address)


@pytest.mark.parametrize("package_name", ["lecture", "cnn"])
def test_every_definition_can_be_shown_and_digested(package_name):
    """Read as text: nothing is imported."""
    seen, root = 0, source_code.home(package_name)
    for path in root.rglob("*.py"):
        if path.parent.name == "scripts":  # of Snakemake: no modules
            continue
        addresses = []
        module = ".".join([package_name, *path.relative_to(root).with_suffix("").parts])
        for statement in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(statement, ast.FunctionDef | ast.ClassDef) and not module.endswith("__init__"):
                address = f"{module}:{statement.name}"
                [shown] = ast.parse(source_code.source(address)).body
                assert shown.name == statement.name
                addresses.append(address)
        assert len(source_code.digest(*addresses)) == 64
        seen += len(addresses)
    assert seen > 50


def changes(package, text: str, old: str, new: str, module: str = "m") -> bool:
    """Whether an edit changes the digest of `use` in the module `m`."""
    package.write("m", text)
    before = source_code.digest("pack.m:use")
    package.edit(module, old, new)
    return source_code.digest("pack.m:use") != before


@pytest.mark.parametrize(
    "text",
    [
        "T = {}\nfor i in range(3):\n    T[i] = 1\n\n\ndef use():\n    return T\n",
        "from x import rc\n\nrc.update({k: 1 for k in 'ab'})\n\n\ndef use():\n    return rc\n",
        "T = {}\nT['a'] = 1\n\n\ndef use():\n    return T\n",
    ],
    ids=["loop", "call with a comprehension", "assignment to an item"],
)
def test_what_an_import_runs_belongs_to_all_that_the_module_defines(package, text):
    assert changes(package, text, "= 1" if "= 1" in text else ": 1", "= 2" if "= 1" in text else ": 2")


def test_an_import_inside_a_condition_is_followed(package):
    text = "if True:\n    from pack.nets import pool\n\n\ndef use():\n    return pool()\n"
    assert changes(package, text, "return 2", "return 3", module="nets")


def test_a_module_as_a_value_stands_for_all_of_it(package):
    text = "from pack import nets\n\n\ndef use():\n    return getattr(nets, 'pool')() + nets.conv()\n"
    assert changes(package, text, "return 2", "return 3", module="nets")


def test_what_only_a_command_runs_is_not_part_of_it(package):
    text = "def use():\n    return 1\n\n\nif __name__ == '__main__':\n    print(1)\n"
    assert not changes(package, text, "print(1)", "print(2)")


def test_an_import_of_everything_is_refused(package):
    package.write("m", "from pack.nets import *\n\n\ndef use():\n    return pool()\n")
    with pytest.raises(LookupError, match="not `\\*`"):
        source_code.digest("pack.m:use")


def test_a_submodule_by_attribute(package):
    package.write("m", "from pack import parts\n\n\ndef use():\n    return parts.deep.deep()\n")
    assert source_code.digest("pack.m:use")


def test_source_of_a_function_on_one_line(package):
    package.write("m", 'def f(): "doc"; return 1\n')
    assert "return 1" in source_code.source("pack.m:f")


FOREIGN = """import numpy as np
from yaml import safe_load

from pack.nets import pool


def uses_numpy():
    return np.zeros(1)


def uses_yaml():
    return safe_load("")


def uses_a_neighbour():
    return uses_numpy()


def imports_inside():
    import jinja2

    return jinja2


def uses_nothing():
    return pool()
"""


@pytest.mark.parametrize(
    ("name", "packages"),
    [
        ("uses_numpy", {"numpy"}),
        ("uses_yaml", {"PyYAML"}),  # the package is called otherwise than its module
        ("uses_a_neighbour", {"numpy"}),
        ("imports_inside", {"jinja2"}),
        ("uses_nothing", set()),
    ],
)
def test_the_packages_behind_a_definition_with_their_versions(package, name, packages):
    package.write("foreign", FOREIGN)
    found = source_code.requirements(f"pack.foreign:{name}")
    assert set(found) == packages
    assert found == {each: version(each) for each in packages}


def test_a_name_of_another_package_is_passed_on(package):
    package.write("style", "from yaml import safe_load as load\n")
    package.write("figures", "from pack import style\n\n\ndef draw():\n    return style.load('1')\n")
    assert set(source_code.requirements("pack.figures:draw")) == {"PyYAML"}
    before = source_code.digest("pack.figures:draw")
    package.write("style", "from yaml import unsafe_load as load\n")
    forget()
    assert source_code.digest("pack.figures:draw") != before


def test_the_packages_behind_a_piece_of_code(package):
    package.write("foreign", FOREIGN)
    code = "import jinja2\nfrom pack.foreign import uses_numpy\n\nuses_numpy()\n"
    assert source_code.requirements(code).keys() == {"jinja2", "numpy"}
    assert source_code.requirements("print(1)") == {}


def test_another_version_is_told(package, monkeypatch):
    """So a new release runs again what the old one has made: the versions are among a rule's parameters."""
    package.write("foreign", FOREIGN)
    before = source_code.requirements("pack.foreign:uses_numpy")
    monkeypatch.setattr(source_code, "version", lambda _: "99.0")
    forget()
    assert before != source_code.requirements("pack.foreign:uses_numpy") == {"numpy": "99.0"}


@pytest.fixture
def answers(package, tmp_path, monkeypatch):
    """A folder that keeps answers, and how often code was parsed since it is in use."""
    monkeypatch.setattr(source_code, "_answers", None)
    parsed, parse = [], ast.parse
    monkeypatch.setattr(source_code.ast, "parse", lambda text, *name: parsed.append(text) or parse(text, *name))
    return tmp_path / "answers", parsed


def ask(folder) -> tuple:
    """What a new process is told."""
    forget()
    source_code.keep(folder)
    return answered()


def answered() -> tuple:
    cell = "from pack.nets import net\n"
    asked = source_code.digest, source_code.requirements
    return *(ask("pack.nets:net") for ask in asked), source_code.packages(cell), source_code.modules(cell)


def test_answers_are_kept(package, answers):
    folder, parsed = answers
    made = answered()
    assert ask(folder) == made
    parsed.clear()
    assert ask(folder) == made
    assert not parsed


def test_no_answer_outlives_an_edit(package, answers):
    folder, _ = answers
    before = ask(folder)
    package.edit("nets", "size * 2", "size * 3")
    after = ask(folder)
    assert after != before
    package.edit("nets", "size * 3", "size * 2")
    assert ask(folder) == before


def test_no_answer_outlives_an_installation(package, answers, tmp_path, monkeypatch):
    folder, _ = answers
    package.edit("nets", "from collections import OrderedDict", "import thing")
    package.edit("nets", "return [conv(), pool()]", "return [thing, conv(), pool()]")
    assert ask(folder)[1] == {}
    installed = tmp_path / "thing-1.0.dist-info"
    installed.mkdir()
    (installed / "METADATA").write_text("Metadata-Version: 2.1\nName: thing\nVersion: 1.0\n")
    assert ask(folder)[1] == {"thing": "1.0"}
