"""The rules of the house, held by the tests: rooms, sizes, words, and what must never be in the tree."""

import ast
import csv
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement

import detente

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "detente"
MODULES = sorted(PACKAGE.rglob("*.py"))
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in MODULES}
each_module = pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))

FLOORS = [
    {"version"},
    {"errors"},
    {"extras"},
    {"spark"},
    {"dates"},
    {"spans"},
    {"model"},
    {"register", "ontology"},
    {"documents", "datasets", "record"},
    {"coding", "agreement", "incidents"},
    {"codes"},
    {"relations", "sampling"},
    {"theories"},
    {"simulate"},
    {"report", "web"},
    {"study"},
    {"cli"},
]
"""The rooms from the ground up, as docs/decisions/0001 has them: a room imports only from floors below its own."""
FLOOR = {room: height for height, rooms in enumerate(FLOORS) for room in rooms}
LONGEST_MODULE, LONGEST_FUNCTION = 500, 40


def room_of(path):
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def rooms_imported(path):
    """The rooms that a module imports, and the line of each, imports inside functions included."""
    for node in ast.walk(TREES[path]):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: a relative import hides the room"
            names = [f"detente.{alias.name}" for alias in node.names] if node.module == "detente" else [node.module]
        else:
            continue
        for name in names:
            parts = name.split(".")
            if parts[0] == "detente" and len(parts) > 1 and parts[1] != "__version__":
                yield parts[1], node.lineno


# rooms -----------------------------------------------------------------------------------------------


def test_every_room_has_its_floor():
    rooms = {room_of(path) for path in MODULES} - {"__init__", "__main__"}
    assert not rooms - set(FLOOR), "give the new room a floor here, and say why in docs/decisions"


@each_module
def test_a_room_imports_only_from_rooms_below_it(module):
    mine = room_of(module)
    if mine in ("__init__", "__main__"):
        return
    wrong = [f"line {line}: {room}" for room, line in rooms_imported(module) if room != mine and FLOOR[room] >= FLOOR[mine]]
    assert not wrong, f"{mine} imports from its own floor or above: {wrong}"


@each_module
def test_a_room_uses_only_what_another_room_shows(module):
    """What one room needs of another is named in that room's `__init__`, never in its private names."""
    private = [
        f"line {node.lineno}: {alias.name}"
        for node in ast.walk(TREES[module])
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("detente.") and node.module.split(".")[1] != room_of(module)
        for alias in node.names
        if alias.name.startswith("_") and alias.name != "__version__"
    ]
    assert not private


def run_python(code):
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.mark.parametrize("room", ["record", "register", "ontology"])
def test_opening_a_study_loads_no_parser(room):
    heavy = ("spacy", "thinc", "altair", "trafilatura", "pypdfium2", "vl_convert")
    done = run_python(f"import sys, detente.{room}; sys.exit(', '.join(m for m in {heavy} if m in sys.modules) or 0)")
    assert done.returncode == 0, done.stderr


IMPORTED_AS = {"yaml": "pyyaml", "docx": "python-docx", "vl_convert": "vl-convert-python"}


@each_module
def test_every_package_imported_is_asked_for(module):
    """What comes along with another package today may stay away tomorrow."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = {Requirement(line).name for line in project["dependencies"]}
    imported = set()
    for node in ast.walk(TREES[module]):
        if isinstance(node, ast.Import):
            imported |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add((node.module or "").split(".")[0])
    others = {IMPORTED_AS.get(name, name.replace("_", "-")) for name in imported - set(sys.stdlib_module_names) - {"detente"}}
    assert not others - asked


# size and shape --------------------------------------------------------------------------------------


@each_module
def test_no_module_is_longer_than_a_reader_can_hold(module):
    assert len(module.read_text(encoding="utf-8").splitlines()) <= LONGEST_MODULE


def functions_of(tree):
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def length_without_docstring(function):
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    first = body[0].lineno if body else function.end_lineno
    return function.end_lineno - first + 1


@each_module
def test_no_function_is_longer_than_a_screen(module):
    long = [f"{node.name}: {length_without_docstring(node)} lines" for node in functions_of(TREES[module])]
    assert not [line for line in long if int(line.split()[-2]) > LONGEST_FUNCTION]


@each_module
def test_every_function_says_what_it_takes_and_returns(module):
    untyped = []
    for node in functions_of(TREES[module]):
        arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        bare = [a.arg for a in arguments if a.annotation is None and a.arg not in ("self", "cls")]
        if node.returns is None or bare:
            untyped.append(f"line {node.lineno}: {node.name} {bare}")
    assert not untyped


@each_module
def test_what_is_public_is_explained(module):
    tree = TREES[module]
    bare = [] if ast.get_docstring(tree) else ["the module"]
    scopes = [tree, *(node for node in tree.body if isinstance(node, ast.ClassDef) and not node.name.startswith("_"))]
    for scope in scopes:
        for node in scope.body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_") and not ast.get_docstring(node):
                bare.append(f"line {node.lineno}: {node.name}")
    assert not bare


# manners ---------------------------------------------------------------------------------------------


@each_module
def test_only_the_command_line_prints(module):
    prints = [node.lineno for node in ast.walk(TREES[module]) if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "print"]
    assert not prints or room_of(module) == "cli"


NO_TEXT = re.compile(r"(?:\b|_)(?:os|zip|zipfile|tar|tarfile|archive|store|Store|Image|opener)$")
"""What has an `open` of its own that opens no text."""


def opens_text_without_encoding(call):
    """Whether a call opens, reads or writes a text file in whatever encoding the machine happens to have."""
    method = isinstance(call.func, ast.Attribute)
    name = call.func.attr if method else getattr(call.func, "id", "")
    if name not in (("open", "read_text", "write_text", "fdopen", "TextIOWrapper") if method else ("open", "TextIOWrapper")):
        return False
    if name == "open" and method and NO_TEXT.search(ast.unparse(call.func.value)):
        return False
    words = [node.value for node in ast.walk(call) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    binary = any(re.fullmatch(r"[rwax+]*b[rwax+]*", word) for word in words)
    return not binary and not any(keyword.arg == "encoding" for keyword in call.keywords)


@each_module
def test_text_is_opened_with_its_encoding(module):
    assert not [node.lineno for node in ast.walk(TREES[module]) if isinstance(node, ast.Call) and opens_text_without_encoding(node)]


@pytest.mark.parametrize(
    ("code", "wrong"),
    [
        ("open(p)", True),
        ("open(p, 'w')", True),
        ("open(p, 'rb')", False),
        ("p.open(encoding='utf-8')", False),
        ("p.open('r')", True),
        ("p.read_text()", True),
        ("p.write_text(s, encoding='utf-8')", False),
        ("Store.open(p)", False),
        ("os.open(p, flags)", False),
        ("self._zip.open(name)", False),
        ("read_text(kind, data)", False),
    ],
)
def test_the_rule_on_encodings_sees_what_it_should(code, wrong):
    assert opens_text_without_encoding(ast.parse(code).body[0].value) is wrong


@each_module
def test_no_clock_no_chance_and_no_calendar_of_the_machine(module):
    """Same input, same output: a time stamp or an unseeded draw in a result would break it."""
    banned = {"random", "uuid", "secrets"}
    named = [
        node.lineno
        for node in ast.walk(TREES[module])
        if (isinstance(node, ast.Import) and any(alias.name in banned for alias in node.names))
        or (isinstance(node, ast.ImportFrom) and node.module in banned)
        or (isinstance(node, ast.Attribute) and node.attr in ("now", "utcnow", "today"))
        or (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "hash" and room_of(module) != "model")
    ]
    assert not named or room_of(module) in ("study", "cli", "record", "simulate"), f"lines {named}"


# words and lists -------------------------------------------------------------------------------------

LISTS = sorted(path for path in (PACKAGE / "data").rglob("*") if path.suffix in (".yaml", ".yml", ".csv"))


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.name)
def test_a_list_says_what_it_is_and_how_to_add_to_it(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    header = [line.lstrip("# ").strip() for line in lines[: next((i for i, line in enumerate(lines) if not line.startswith("#")), 0)]]
    assert len(" ".join(header).split()) >= 12, "begin with a comment: what it is, where its facts are from, how to add to it"


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.name)
def test_a_list_can_be_read(path):
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".csv":
        rows = list(csv.reader(line for line in text.splitlines() if not line.startswith("#")))
        assert len(rows) > 1 and {len(row) for row in rows} == {len(rows[0])}
    else:
        assert yaml.safe_load(text)


class OnceLoader(yaml.SafeLoader):
    """A YAML loader to which a key said twice is an error, where YAML itself lets the last one win in silence."""

    def construct_mapping(self, node, deep=False):
        keys = [self.construct_object(key, deep=True) for key, _ in node.value if key.tag != "tag:yaml.org,2002:merge"]
        twice = sorted({str(key) for key in keys if keys.count(key) > 1}) if len(set(map(repr, keys))) < len(keys) else []
        if twice:
            raise ValueError(f"line {node.start_mark.line + 1}: said twice: {twice}")
        return super().construct_mapping(node, deep)


@pytest.mark.parametrize("path", [path for path in LISTS if path.suffix != ".csv"], ids=lambda path: path.name)
def test_a_list_says_nothing_twice_under_one_key(path):
    yaml.load(path.read_text(encoding="utf-8"), OnceLoader)


# the tree --------------------------------------------------------------------------------------------


def tracked_files():
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if done.returncode != 0:
        pytest.skip("not a git work tree")
    return [ROOT / name for name in done.stdout.decode("utf-8").split("\0") if name and (ROOT / name).is_file()]


NEVER = {
    "a registry's host": r"(?:pypi\.org|pythonhosted|registry\.npmjs|deb\.debian|archive\.ubuntu|/simple/?\s)",
    "a path of one machine": r"(?<![\w.:/\-<])/(?:home|root|work|Users|opt|mnt)/\w\w+",
    "a Windows path of one machine": r"\b[A-Z]:\\Users\\",
    "a private key": r"-----BEGIN [A-Z ]*PRIVATE KEY-----",
    "an access token": r"\b(?:AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{30,}|xox[bp]-[0-9A-Za-z-]{20,})\b",
}


MADE_UP_PATHS = {
    "a path of one machine": r"/wor[k]/(?:main|shared)\b|/roo[t]/\.\w|/tmp/[a-z]{2,}_jobs",
    "a Windows path of one machine": r"(?!)",
}
"""In tests a made-up path may stand for a machine's, to see that it never reaches a page."""


def test_nothing_of_a_machine_and_no_secret_is_in_the_tree():
    found = []
    for path in tracked_files():
        if path == Path(__file__) or b"\0" in (content := path.read_bytes()):
            continue
        text = content.decode("utf-8", "replace")
        signs = NEVER | MADE_UP_PATHS if path.is_relative_to(ROOT / "tests") else NEVER
        found += [f"{path.relative_to(ROOT)}: {what}: {hit.group()!r}" for what, sign in signs.items() for hit in re.finditer(sign, text)]
    assert not found


WEIGHTS = {PACKAGE / "data" / "event_reader.npz": 25_000_000, PACKAGE / "data" / "claim_reader.npz": 2_500_000}
"""What nobody reads in a diff and the default coder cannot do without (docs/decisions/0013), with the most it may come to."""


def test_no_file_is_too_large_to_read_in_a_diff():
    assert not [str(path.relative_to(ROOT)) for path in tracked_files() if path.stat().st_size > WEIGHTS.get(path, 1_500_000)]


def test_nothing_that_a_study_makes_is_tracked():
    made = re.compile(r"detente\.sqlite|/tables/|examples/[^/]+/report\.html|__pycache__|\.venv")
    assert not [str(path) for path in tracked_files() if made.search(str(path.relative_to(ROOT)))]


def test_two_test_files_never_share_a_name_without_a_package():
    """pytest imports them by their name alone, and would read one for the other."""
    names = [path.name for path in (ROOT / "tests").rglob("test_*.py") if not (path.parent / "__init__.py").exists()]
    assert not {name for name in names if names.count(name) > 1}


# the ground ------------------------------------------------------------------------------------------


def test_the_citation_names_this_version_and_can_be_read_by_reference_managers():
    cff = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert {"cff-version", "message", "title", "authors", "version", "date-released", "license", "type"} <= cff.keys()
    assert (cff["cff-version"], cff["license"], cff["type"]) == ("1.2.0", "Apache-2.0", "software")
    assert str(cff["version"]) == detente.__version__
    assert all(author.get("name") or author.get("family-names") for author in cff["authors"])
    assert str(cff["date-released"]) in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_changes_tell_of_this_version_first():
    versions = re.findall(r"^## (\d+\.\d+\.\d+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert versions and versions[0] == detente.__version__


def test_the_licence_is_whole():
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in text and "Version 2.0, January 2004" in text and "END OF TERMS AND CONDITIONS" in text


PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_make_command_in_the_documents_exists(page):
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    asked = set(re.findall(r"(?:^|`)make ([a-z-]+)", page.read_text(encoding="utf-8"), re.MULTILINE))
    assert not asked - targets


def test_the_readme_has_the_two_commands():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "make study" in text and "make test" in text


def pins(name):
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return {Requirement(line.split("--hash")[0].strip()): line.count("--hash=sha256:") for line in lines}


@pytest.mark.parametrize("name", ["run.txt", "dev.txt"])
def test_every_pin_is_exact_and_has_the_hash_of_its_files(name):
    for requirement, hashes in pins(name).items():
        assert [part.operator for part in requirement.specifier] == ["=="], requirement
        assert hashes >= 1, requirement


@pytest.mark.parametrize(
    ("name", "extras"), [("run.txt", ["analysis"]), ("dev.txt", ["analysis", "scale", "speed", "spark", "dev", "docs"])]
)
def test_the_pins_are_of_what_the_package_asks_for(name, extras):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pinned = {}
    for requirement in pins(name):
        if requirement.marker is None or requirement.marker.evaluate():
            pinned[requirement.name.lower().replace("_", "-")] = next(iter(requirement.specifier)).version
    for line in [*project["dependencies"], *(line for extra in extras for line in project["optional-dependencies"][extra])]:
        asked = Requirement(line)
        version = pinned.get(asked.name.lower().replace("_", "-"))
        assert version is not None and asked.specifier.contains(version), f"run `make lock`: {line}"


@pytest.mark.slow
def test_the_package_that_is_built_holds_its_lists_and_pages_and_no_tests(tmp_path):
    """What is installed elsewhere is the wheel, not this tree: a list that is left out fails only there."""
    pytest.importorskip("hatchling")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    kept = {path.relative_to(ROOT / "src").as_posix() for path in PACKAGE.rglob("*") if path.is_file() and "__pycache__" not in path.parts}
    assert kept <= names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not [name for name in names if name.startswith(("tests", "examples"))]


def test_what_a_machine_runs_on_a_submission_is_a_script_that_can_be_run():
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert "make test" in script.read_text(encoding="utf-8")
    assert subprocess.run(["bash", "-n", str(script)], check=False).returncode == 0


def test_no_word_of_the_lists_is_read_as_yes_or_no() -> None:
    """YAML reads a bare `no` or `on` as false or true, and the list then lacks the word."""
    unquoted = re.compile(r"[\[,]\s*(?:on|off|yes|no|y|n)\s*(?=[,\]])", re.IGNORECASE)
    words = {path.name: unquoted.findall(path.read_text(encoding="utf-8")) for path in sorted((PACKAGE / "data").rglob("*.yaml"))}
    assert len(words) > 10 and not {name: found for name, found in words.items() if found}
