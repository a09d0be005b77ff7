"""The rules of the house that no linter knows, read from the syntax tree and the file names.

Each test is one rule. When one fails, its message says what to do; CONTRIBUTING.md says why.
Rules about the word files and catalogues stand in `test_catalogues.py`.
"""

import ast
import dataclasses
import importlib
import re
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path

import jinja2
import pytest

ROOT = Path(__file__).parent.parent
LONGEST = 300

# Rooms of the core that may touch the world: tables, transactions, and the command line's printing.
WORLDLY = ("voting/store/", "voting/services/", "voting/__main__.py")
# Chance, time and the outside: what a count must be handed and never fetch.
NOT_PURE = {"random", "secrets", "time", "uuid", "socket", "subprocess", "threading", "asyncio"}
EMPTY_WORDS = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "base", "lib"}
# Folders of macros, which no address shows: widgets, and three macros for each method.
MACROS = ("components/", "methods/")
# What the pages hand to a method's macros, in this order.
METHOD_MACROS = {
    "explain": ["contest"],
    "ballot": ["contest", "options", "marks", "errors", "most", "moves"],
    "result": ["told"],
}
# The one import inside a function that is allowed, and why.
LAZY_IMPORTS: dict[str, str] = {}


@cache
def modules():
    """Return every module of the program: its path from the root, text and syntax tree."""
    paths = sorted([*ROOT.glob("voting/**/*.py"), *ROOT.glob("web/**/*.py")])
    texts = {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in paths}
    return {name: (text, ast.parse(text, name)) for name, text in texts.items()}


def pure():
    """Yield name and every node of the rooms that must stay pure."""
    for name, (_, tree) in modules().items():
        if name.startswith("voting/") and not name.startswith(WORLDLY):
            for node in ast.walk(tree):
                yield name, node


def report(faults, advice):
    assert not faults, advice + "".join(f"\n  {fault}" for fault in sorted(set(faults)))


def is_text(node):
    return isinstance(node, ast.JoinedStr) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def test_every_module_says_what_it_is():
    faults = [name for name, (_, tree) in modules().items() if not ast.get_docstring(tree)]
    report(
        faults, "Begin the module with a docstring: what it is, the rule it follows, the source."
    )


def test_no_module_is_longer_than_a_reader_can_hold():
    lengths = {name: text.count("\n") for name, (text, _) in modules().items()}
    lengths |= {
        path.relative_to(ROOT).as_posix(): path.read_text("utf-8").count("\n")
        for path in ROOT.glob("tests/**/*.py")
    }
    faults = [f"{name}: {lines} lines" for name, lines in lengths.items() if lines > LONGEST]
    report(faults, f"Split the module by noun; {LONGEST} lines is the most.")


def test_no_module_has_an_empty_name():
    faults = [n for n in modules() if set(Path(n).with_suffix("").parts) & EMPTY_WORDS]
    report(faults, "Name the module after the noun it holds, not after its being useful.")


def test_a_count_has_no_float():
    faults = [
        f"{name}:{node.lineno}"
        for name, node in pure()
        if (isinstance(node, ast.Constant) and isinstance(node.value, float | complex))
        or (isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"float", "round"})
    ]
    report(faults, "Use int or Fraction, and whole minor units for money: a float rounds silently.")


def test_a_count_does_not_divide():
    faults = [
        f"{name}:{node.lineno}"
        for name, node in pure()
        if isinstance(node, ast.BinOp | ast.AugAssign)
        and isinstance(node.op, ast.Div)
        and not any(is_text(side) for side in ast.iter_child_nodes(node))  # a path is no number
    ]
    report(faults, "Write Fraction(a, b), or // with the rule that says where the rest goes.")


def test_pure_rooms_import_the_standard_library_only():
    faults = []
    for name, node in pure():
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        for module in names:
            top = module.partition(".")[0]
            if top in NOT_PURE or (top != "voting" and top not in sys.stdlib_module_names):
                faults.append(f"{name}:{node.lineno} imports {module}")
    report(faults, "The core counts on a bare Python, without clock or chance: hand the value in.")


def test_pure_rooms_do_not_read_the_clock():
    faults = [
        f"{name}:{node.lineno}"
        for name, node in pure()
        if isinstance(node, ast.Attribute) and node.attr in {"now", "utcnow", "today"}
    ]
    report(faults, "Take the time as an argument called `at`.")


def test_imports_stand_on_top_and_hide_no_cycle():
    faults = []
    for name, (_, tree) in modules().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                inner = [n for n in ast.walk(node) if isinstance(n, ast.Import | ast.ImportFrom)]
                faults += [f"{name}:{n.lineno} inside a function" for n in inner]
            elif isinstance(node, ast.ImportFrom) and node.level:
                faults.append(f"{name}:{node.lineno} is relative")
            elif isinstance(node, ast.alias | ast.Attribute | ast.Name):
                word = getattr(node, "attr", getattr(node, "id", getattr(node, "name", "")))
                faults += [f"{name}: TYPE_CHECKING"] if word == "TYPE_CHECKING" else []
    faults = [fault for fault in faults if fault.partition(":")[0] not in LAZY_IMPORTS]
    report(faults, "Import by full name at the top; what two modules share moves a floor down.")


def test_imports_run_one_way():
    # In a process of its own: the linter sets up logging for the whole process it runs in.
    lint = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    command = [sys.executable, "-c", lint]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    floors = "An import runs uphill (the floors are in pyproject.toml):"
    assert run.returncode == 0, f"{floors}\n{run.stdout}{run.stderr}"


def method_names():
    return sorted(p.stem for p in ROOT.glob("voting/methods/*.py") if p.stem != "__init__")


@pytest.mark.parametrize("name", method_names())
def test_a_method_is_three_files_of_one_name(name):
    method = importlib.import_module(f"voting.methods.{name}").METHOD
    assert method.id == name.replace("_", "-"), "A method's id is its file's name, with - for _."
    for place in (f"tests/voting/methods/test_{name}.py", f"templates/methods/{name}.html"):
        assert (ROOT / place).is_file(), (
            f"A method is one file, one test, one template: add {place}."
        )


@pytest.mark.parametrize("name", method_names())
def test_a_methods_template_takes_what_the_pages_give(name):
    text = (ROOT / f"templates/methods/{name}.html").read_text("utf-8")
    found = {
        macro.name: [argument.name for argument in macro.args]
        for macro in jinja2.Environment(autoescape=True).parse(text).find_all(jinja2.nodes.Macro)
    }
    faults = [
        f"{macro}({', '.join(arguments)})"
        for macro, arguments in METHOD_MACROS.items()
        if found.get(macro) != arguments
    ]
    report(faults, f"Write these macros with these arguments in templates/methods/{name}.html:")


@pytest.mark.parametrize("name", method_names())
def test_the_docs_list_every_method(name):
    method = importlib.import_module(f"voting.methods.{name}").METHOD
    summary = method.summary.in_language("en")
    row = f"| `{method.id}` | {method.form.form} | {summary} |"
    lines = (ROOT / "docs/methods.md").read_text("utf-8").splitlines()
    report({row}.difference(lines), "Put this line into a table of docs/methods.md:")
    told = {key for line in lines if line.startswith("| `") for key in re.findall(r"`(\w+)`", line)}
    rules = {field.name for field in dataclasses.fields(method.rules)}
    report(
        rules - told, f"Say in a line of docs/methods.md what these rules of {method.id} decide:"
    )


def test_no_method_template_is_left_behind():
    faults = {p.stem for p in ROOT.glob("templates/methods/[!_]*.html")} - set(method_names())
    report(faults, "These templates belong to no method in voting/methods; remove or rename them.")


def routes():
    """Return noun and action of every named address in web/routes.py."""
    _, tree = modules()["web/routes.py"]
    names = {node.value for node in ast.walk(tree) if is_text(node) and hasattr(node, "value")}
    return sorted(name for name in names if re.fullmatch(r"[a-z_]+/[a-z_]+", name))


def test_every_route_has_its_page():
    faults = []
    for route in routes():
        noun, action = route.split("/")
        _, tree = modules().get(f"web/pages/{noun}.py", ("", ast.parse("")))
        if action not in {getattr(node, "name", "") for node in tree.body}:
            faults.append(f"{route}: web/pages/{noun}.py has no {action}")
    report(faults, "A route's name is its page's place: noun/action is web/pages/noun.py:action.")


def test_every_rendered_template_exists():
    faults = [
        f"{name}:{node.lineno} templates/{node.args[0].value}.html"
        for name, (_, tree) in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "render" and node.args
        if isinstance(node.args[0], ast.Constant)
        if not (ROOT / f"templates/{node.args[0].value}.html").is_file()
    ]
    report(faults, "These pages render a template that is not there:")


def test_every_template_belongs_to_a_route():
    known = {f"{route}.html" for route in routes()} | {"errors/show.html"}
    pages = {
        p.relative_to(ROOT / "templates").as_posix() for p in ROOT.glob("templates/*/[!_]*.html")
    }
    faults = {page for page in pages - known if not page.startswith(MACROS)}
    report(
        faults, "A template's path is its route's name; a shared part starts with an underscore."
    )


def test_every_fragment_is_included_somewhere():
    texts = [p.read_text("utf-8") for p in ROOT.glob("templates/**/*.html")]
    texts += [text for name, (text, _) in modules().items() if name.startswith("web/")]
    paths = [*ROOT.glob("templates/**/_*.html"), *ROOT.glob("templates/components/*.html")]
    fragments = [p.relative_to(ROOT / "templates").as_posix() for p in paths]
    faults = [f for f in fragments if not any(f'"{f}"' in t or f"'{f}'" in t for t in texts)]
    report(faults, "Nobody includes these fragments: remove them, or include them by full path.")


def families():
    """Return the names of the classes right under the root of refusals."""
    _, tree = modules()["voting/errors.py"]
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    under = {c.name: [getattr(base, "id", "") for base in c.bases] for c in classes}
    return [name for name, bases in under.items() if "RefusalError" in bases]


def test_every_error_family_has_a_status():
    _, tree = modules()["web/errors.py"]
    mapped = {
        getattr(key, "id", getattr(key, "attr", ""))
        for node in ast.walk(tree)
        if isinstance(node, ast.Dict)
        for key in node.keys
    }
    report(
        set(families()) - mapped, "Give each family of refusals an HTTP status in web/errors.py."
    )


def test_the_changelog_is_about_this_version():
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    top = re.search(r"^## \[([^]]+)]", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert top, "CHANGELOG.md has no version heading (## [1.2.3] - date)."
    assert top[1] == version, "The top of CHANGELOG.md and pyproject.toml name different versions."
    assert importlib.import_module("voting").__version__ == version, "voting.__version__ differs."


def test_the_readme_lists_every_setting():
    pattern = r"\bMUFAKAT_[A-Z_]+[A-Z]\b"
    readme = set(re.findall(pattern, (ROOT / "README.md").read_text("utf-8")))
    known = set(re.findall(pattern, modules()["web/settings.py"][0]))
    report(readme ^ known, "The settings table of README.md and web/settings.py differ in these.")


def test_the_docs_list_every_page():
    index = (ROOT / "docs/README.md").read_text("utf-8")
    pages = [p.relative_to(ROOT / "docs").as_posix() for p in ROOT.glob("docs/**/*.md")]
    faults = [page for page in pages if page != "README.md" and f"({page})" not in index]
    report(faults, "List these pages in docs/README.md:")


def test_the_constraints_name_no_address():
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    faults = [line for line in lines if "://" in line or "@" in line or "==" not in line]
    report(faults, "constraints.txt holds pinned versions and no addresses; see CONTRIBUTING.md.")
