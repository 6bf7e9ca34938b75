"""Do imports go down only, and is every file still one question long?"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SRC = Path(__file__).parents[1] / "src" / "showtrial"
#: Floor of each part; parts of one floor do not know each other.
FLOORS = {
    "errors": 0,
    "record": 1,
    "cases": 1,
    "events": 2,
    "audit": 3,
    "model": 3,
    "scenarios": 3,
    "calibration": 4,
    "view": 5,
    "cli": 6,
    "__main__": 7,
    "__init__": -1,
}


def imports(tree: ast.AST, module: str) -> list[str]:
    """Names of showtrial modules imported anywhere in `tree`, also inside functions."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            if node.level:
                base = module.split(".")[: -node.level]
                prefix = ".".join([*base, *([node.module] if node.module else [])])
            else:
                prefix = node.module or ""
            found += [f"{prefix}.{alias.name}" for alias in node.names]
    return [name for name in found if name.split(".")[0] == "showtrial"]


def part_of(name: str) -> str:
    pieces = name.split(".")
    return pieces[1] if len(pieces) > 1 and pieces[1] in FLOORS else "__init__"


def wrong_imports(sources: dict[str, str]) -> list[str]:
    """Upward and sideways imports in `sources`, module name -> text."""
    wrong = []
    for module, text in sources.items():
        here = part_of(module)
        for name in imports(ast.parse(text), module):
            there = part_of(name)
            if there != here and FLOORS[there] >= FLOORS[here]:
                wrong.append(f"{module} imports {name}")
    return wrong


def cyclic(sources: dict[str, str]) -> list[str]:
    """Modules that import each other in a ring, each as the ring that was found."""
    graph = {
        module: {
            next(target for target in (name, name.rpartition(".")[0]) if target in sources)
            for name in imports(ast.parse(text), module)
            if name in sources or name.rpartition(".")[0] in sources
        }
        - {module}
        for module, text in sources.items()
    }
    rings, done = [], set()

    def visit(module: str, path: list[str]) -> None:
        if module in path:
            rings.append(" > ".join([*path[path.index(module) :], module]))
        elif module not in done:
            for target in sorted(graph[module]):
                visit(target, [*path, module])
            done.add(module)

    for module in sorted(graph):
        visit(module, [])
    return rings


def modules() -> dict[str, str]:
    found = {}
    for path in sorted(SRC.rglob("*.py")):
        name = ".".join(["showtrial", *path.relative_to(SRC).with_suffix("").parts])
        found[name.removesuffix(".__init__")] = path.read_text(encoding="utf-8")
    return found


def test_imports_go_down_only():
    assert wrong_imports(modules()) == []


def test_no_cycles():
    assert cyclic(modules()) == []


@pytest.mark.parametrize(
    ("module", "text"),
    [
        ("showtrial.record.dates", "from showtrial.view import report"),
        ("showtrial.audit.basis", "def f():\n    import showtrial.model.naming"),
        ("showtrial.errors", "from .record import dates"),
        ("showtrial.view.report", "from showtrial.cli import main"),
    ],
)
def test_the_test_can_fail(module, text):
    assert wrong_imports({module: text})


def test_a_ring_is_seen():
    ring = {
        "showtrial.record.a": "from showtrial.record import b",
        "showtrial.record.b": "import showtrial.record.a",
    }
    assert cyclic(ring)


def test_files_and_functions_stay_small():
    for name, text in modules().items():
        assert text.count("\n") <= 400, f"{name} has {text.count(chr(10))} lines"
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef):
                length = node.end_lineno - node.lineno + 1
                documented = ast.get_docstring(node)
                length -= documented.count("\n") + 1 if documented else 0
                arguments = node.args
                count = len(arguments.posonlyargs + arguments.args + arguments.kwonlyargs)
                assert length <= 60, f"{name}.{node.name} has {length} lines"
                assert count <= 7 + (arguments.args[:1] != [] and arguments.args[0].arg in ("self", "cls")), (
                    f"{name}.{node.name} has {count} parameters"
                )


def test_light_imports():
    """The command line itself imports nothing heavy; each verb does when it runs."""
    heavy = {"polars", "altair", "vl_convert", "networkx", "numpy", "numba", "jinja2"}
    files = [ast.parse(path.read_text(encoding="utf-8")) for path in (SRC / "cli").glob("*.py")]
    assert len(files) > 3
    top = {
        name.split(".")[0]
        for tree in files
        for node in tree.body
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([a.name for a in node.names] if isinstance(node, ast.Import) else [node.module or ""])
    }
    assert not top & heavy
