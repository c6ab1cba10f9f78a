"""Rules of the house that a machine can check in the code itself."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
APPS = [
    "sro_program",
    "schools",
    "officers",
    "presentations",
    "incidents",
    "referrals",
]
SOURCES = [
    path
    for app in APPS
    for path in sorted((ROOT / app).rglob("*.py"))
    if "migrations" not in path.parts
]
WEB = [path for path in SOURCES if {"views", "forms"} & {*path.parts, path.stem}]
LONGEST_FUNCTION = 40
LONGEST_FILE = 300
LONGEST_TEMPLATE = 120


def name_of(path):
    return str(path.relative_to(ROOT))


def changes_status(node):
    match node:
        case ast.Assign(targets=targets):
            return any(getattr(target, "attr", "") == "status" for target in targets)
        case ast.Call(func=ast.Attribute(attr="update"), keywords=keywords):
            return any(keyword.arg == "status" for keyword in keywords)
    return False


def nodes(path):
    return ast.walk(ast.parse(path.read_text()))


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_status_is_only_ever_changed_by_workflow_move(path):
    assert not [node.lineno for node in nodes(path) if changes_status(node)]


SCOPING = {"visible_to", "none", "of_school", "importable_by"}


def chains(path):
    """Each `Model.objects…` with the methods called on it and what it is handed to."""
    tree = ast.parse(path.read_text())
    above = {
        child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)
    }
    for start in ast.walk(tree):
        if isinstance(start, ast.Attribute) and start.attr == "objects":
            node, methods = start, set()
            while (
                isinstance(above[node], ast.Attribute)
                or getattr(above[node], "func", None) is node
            ):
                node = above[node]
                methods.add(getattr(node, "attr", ""))
            yield start.lineno, methods, getattr(above[node], "func", None)


def is_unscoped(methods, handed_to):
    """`visible_to` was forgotten, and nobody below adds it."""
    adds_it = getattr(handed_to, "id", "") == "get_visible_or_404"
    return not (methods & SCOPING or adds_it)


@pytest.mark.parametrize("path", WEB, ids=name_of)
def test_pages_and_forms_read_only_what_is_visible_to_someone(path):
    assert not [line for line, *chain in chains(path) if is_unscoped(*chain)]


def is_magic(node):
    match node:
        case ast.FunctionDef(name="save"):
            return True
        case ast.ImportFrom(module="django.dispatch" | "django.db.models.signals"):
            return True
        case ast.Call(func=ast.Attribute(attr="get_model")):
            return True
        case ast.Name(id="csrf_exempt"):
            return True
    return False


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_there_is_no_magic(path):
    """No own signals, no `save()` overrides, no way around imports or guards."""
    assert not [node.lineno for node in nodes(path) if is_magic(node)]


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_functions_and_files_stay_small(path):
    functions = [n for n in nodes(path) if isinstance(n, ast.FunctionDef)]
    long = {
        function.name: function.end_lineno - function.body[0].lineno + 1
        for function in functions
        if function.end_lineno - function.body[0].lineno >= LONGEST_FUNCTION
    }

    assert not long
    assert len(path.read_text().splitlines()) <= LONGEST_FILE


@pytest.mark.parametrize(
    "path", sorted((ROOT / "templates").rglob("*.html")), ids=name_of
)
def test_templates_stay_small_and_hold_no_script_or_style(path):
    text = path.read_text()

    assert len(text.splitlines()) <= LONGEST_TEMPLATE
    assert "<style" not in text
    assert " style=" not in text or {"notifications", "email"} & {*path.parts}
    assert "|safe" not in text
    assert "<script>" not in text
