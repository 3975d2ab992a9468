"""A study whose events a language model codes: agreed to, kept, coded again without the model, the same byte for byte."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "coding"))
from chat_server import chat, in_turn, reads_aid, serving

from detente.errors import CodingFault, UsageFault
from detente.record import Store
from detente.study import Purse, Rooms, plan_study, read_study_file, run_study

KEY, VARIABLE = "sk-made-up-0123456789abcdef", "DETENTE_TEST_KEY"
TABLES_ONLY = Rooms(results="study_standins:write_tables_only")
TEXTS = {
    "alpha.txt": "China aided Russia in 1953.\n\nIndia aided Japan in 1954.",
    "beta.txt": "Russia aided India in 1955. Pakistan aided China in 1938.",
    "gamma.txt": "Japan aided China in 1972.",
}


def make_study(folder, url, **settings):
    (folder / "sources").mkdir(parents=True)
    for name, text in TEXTS.items():
        (folder / "sources" / name).write_text(text, encoding="utf-8")
    lines = [f"{name} = {value!r}".replace("'", '"') for name, value in {"kind": "model", "url": url, "model": "toy", **settings}.items()]
    (folder / "study.toml").write_text('title = "T"\n[coder]\n' + "\n".join(lines) + "\n", encoding="utf-8")
    return folder


class Told:
    """A purse that opens, and remembers."""

    def __init__(self, *, opens=True):
        self.plans, self.lines = [], []
        self.purse = Purse(agrees=lambda plan: self.plans.append(plan) or opens, told=self.lines.append)


def run(folder, purse=None, **options):
    return run_study(folder, rooms=TABLES_ONLY, purse=purse, workers=1, **options)


def record(folder):
    """All that the store holds, and the tables; without the runs, which know a clock, and the hash of the study file in the stages."""
    with sqlite3.connect(f"file:{folder / 'detente.sqlite'}?mode=ro", uri=True) as connection:
        dump = [line for line in connection.iterdump() if not line.startswith(('INSERT INTO "runs"', 'INSERT INTO "stages"'))]
    return dump, {path.name: path.read_bytes() for path in sorted((folder / "tables").iterdir())}


@pytest.fixture
def study(tmp_path):
    """A study that a model coded, how often it was asked, and who agreed."""
    told = Told()
    with serving(reads_aid) as server:
        folder = make_study(tmp_path / "study", server.url, price_in=1.0, price_out=2.0)
        run(folder, told.purse)
        count = len(server.requests)
    return folder, count, told


def test_the_events_are_the_models_and_the_study_says_so(study):
    folder, _, _ = study
    with Store.open(folder, readonly=True) as store:
        events = store.events()
        assert [(e.source.state, e.target.state, e.date.edtf) for e in events] == [
            ("CHN", "RUS", "1953"), ("IND", "JPN", "1954"), ("RUS", "IND", "1955"), ("JPN", "CHN", "1972"),
        ]  # fmt: skip
        assert {event.coder for event in events} == {row.coder for row in store.codings()} == {"model:toy"}
        assert store.dates() and store.check() == []
        notes = [note for key in store.document_ids() for note in store.coding(key).notes]
    assert "refused 1: the state was not there at that date: sentence 1" in notes


def test_cost_is_told_before_and_after(study):
    _, count, told = study
    (plan,) = told.plans
    assert (plan.passages, plan.estimate.answers, count) == (3, 3, 3) and "about" in plan.line() and "USD" in plan.line()
    (line,) = told.lines
    assert line == f"toy: 3 answers, 300 tokens in, 60 out, {(300 * 1.0 + 60 * 2.0) / 1e6:.4f} USD, as the server counts"


def test_a_second_run_does_nothing_and_asks_nobody(study):
    folder, _, _ = study
    outcome = run(folder)
    assert (outcome.coded, outcome.fresh) == (0, False)


def test_a_copy_without_its_store_is_coded_again_without_model_key_or_purse(study, tmp_path):
    folder, _, _ = study
    copy = tmp_path / "elsewhere" / "study"
    shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("detente.sqlite*", "tables"))
    text = (copy / "study.toml").read_text(encoding="utf-8")
    assert run(copy).coded == 3
    assert record(copy) == record(folder)
    (copy / "study.toml").write_text(text.replace("price_in", f'key_variable = "{VARIABLE}"\nprice_in'), encoding="utf-8")
    (copy / "detente.sqlite").unlink()
    assert run(copy).coded == 3 and record(copy)[1] == record(folder)[1]


def test_many_requests_at_once_in_any_order_give_the_same_record(study, tmp_path):
    folder, count, _ = study
    last_first = [threading.Event() for _ in range(count + 1)]
    last_first[-1].set()
    places = sorted(TEXTS)

    def backwards(body):
        place = next(n for n, name in enumerate(places) if TEXTS[name].split(".")[0] in body["messages"][1]["content"])
        assert last_first[place + 1].wait(20)
        last_first[place].set()
        return reads_aid(body)

    with serving(backwards) as server:
        other = make_study(tmp_path / "other" / "study", server.url, at_once=8)
        run(other, Told().purse)
    assert record(other) == record(folder)


@pytest.mark.parametrize("purse", [None, Told(opens=False).purse])
def test_nothing_is_asked_without_consent(tmp_path, purse):
    with serving(reads_aid) as server:
        folder = make_study(tmp_path / "study", server.url)
        with pytest.raises(CodingFault, match="D518"):
            run(folder, purse)
        assert not server.requests
        assert run(folder, Told().purse).coded == 3


def test_a_dry_run_plans_and_leaves_no_trace(tmp_path):
    folder = make_study(tmp_path / "study", "http://127.0.0.1:9/v1")
    before = sorted(folder.rglob("*"))
    plan = plan_study(folder)
    assert (plan.passages, plan.kept, plan.estimate.answers) == (3, 0, 3)
    assert sorted(folder.rglob("*")) == before
    (folder / "study.toml").write_text('title = "T"\n', encoding="utf-8")
    assert plan_study(folder) is None


def test_answers_that_came_are_kept_when_the_server_fails(tmp_path):
    told = Told()
    with serving(in_turn(reads_aid, (401, {}, b""))) as server:
        folder = make_study(tmp_path / "study", server.url, at_once=1)
        with pytest.raises(CodingFault, match="D512"):
            run(folder, told.purse)
    assert told.lines == ["toy: 1 answer, 100 tokens in, 20 out, cost unknown: no prices were given, as the server counts"]
    assert len(list((folder / "answers").iterdir())) == 1


def test_a_coding_that_lacks_a_passage_is_done_again_once_the_answer_is_taken_away(tmp_path):
    with serving(in_turn(*[chat("no")] * 9, reads_aid)) as server:
        folder = make_study(tmp_path / "study", server.url, at_once=1)
        assert run(folder, Told().purse).events == 0
        asked = len(server.requests)
        assert run(folder).coded == 3 and len(server.requests) == asked == 9  # read again from what is kept
        for path in (folder / "answers").iterdir():
            path.unlink()
        assert run(folder, Told().purse).events == 4
    assert run(folder).coded == 0


def test_another_model_codes_again_and_the_default_coder_takes_over(study):
    folder, _, _ = study
    with serving(reads_aid) as server:
        text = (folder / "study.toml").read_text(encoding="utf-8").replace('"toy"', '"other"')
        (folder / "study.toml").write_text(
            text.replace(text.partition("url = ")[2].partition("\n")[0], f'"{server.url}"'), encoding="utf-8"
        )
        assert run(folder, Told().purse).coded == 3
    for lines, coder in (('title = "T"\n', "detente-default"), ('title = "T"\nfast = true\n', "detente-rules")):
        (folder / "study.toml").write_text(lines, encoding="utf-8")
        assert run(folder).coded == 3
        with Store.open(folder, readonly=True) as store:
            assert {row.coder for row in store.codings()} == {coder}
    assert run(folder).coded == 0


OWN_NAMES = """
codebook:
  RIVER_AID: {type: AID, definition: d}
aliases:
  - {name: Lotusland, kind: state, state: CHN, from: 1949}
"""


def test_own_names_serve_the_model_and_other_names_read_its_kept_answers_again(tmp_path):
    with serving(reads_aid) as server:
        folder = make_study(tmp_path / "study", server.url)
        (folder / "sources" / "delta.txt").write_text("Lotusland aided Russia in 1954.", encoding="utf-8")
        assert run(folder, Told().purse).coded == 4
        assert len(states_of(folder)) == 4, "nobody is called so"
        asked = len(server.requests)
        (folder / "own.yaml").write_text(OWN_NAMES, encoding="utf-8")
        text = (folder / "study.toml").read_text(encoding="utf-8")
        (folder / "study.toml").write_text('codes = ["own.yaml"]\n' + text, encoding="utf-8")
        assert run(folder).coded == 4 and len(server.requests) == asked
        assert states_of(folder).count(("CHN", "RUS")) == 2
        with Store.open(folder, readonly=True) as store:
            notes = [note for key in store.document_ids() for note in store.coding(key).notes]
        assert notes.count("not asked of the model, which knows PLOVER's event types: RIVER_AID") == 4
        (folder / "own.yaml").write_text(OWN_NAMES.replace("CHN", "IND"), encoding="utf-8")
        assert run(folder).coded == 4 and len(server.requests) == asked
        assert states_of(folder).count(("CHN", "RUS")) == 1
    assert plan_study(folder).estimate.answers == 0


def states_of(folder):
    with Store.open(folder, readonly=True) as store:
        return [(event.source.state, event.target.state) for event in store.events()]


def test_codes_that_cannot_be_used_stop_the_run_before_the_model_is_asked(tmp_path):
    with serving(reads_aid) as server:
        folder = make_study(tmp_path / "study", server.url)
        text = (folder / "study.toml").read_text(encoding="utf-8")
        (folder / "study.toml").write_text('codes = ["own.yaml"]\n' + text, encoding="utf-8")
        (folder / "own.yaml").write_text("codebok: {}", encoding="utf-8")
        with pytest.raises(CodingFault, match="D542"):
            run(folder, Told().purse)
        assert not server.requests


# the command, as a shell runs it ------------------------------------------------------------------------


def shell(*arguments, env=None, wait=True):
    command = [sys.executable, "-m", "detente", *map(str, arguments)]
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, **(env or {})}
    )
    if not wait:
        return process
    out, err = process.communicate(timeout=120)
    return process.returncode, out.decode(), err.decode()


def everything_in(folder):
    return b"\n".join(path.name.encode() + path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


@pytest.mark.slow
def test_the_key_is_in_no_file_and_no_word_of_a_run(tmp_path):
    with serving(reads_aid) as server:
        folder = make_study(tmp_path / "study", server.url, key_variable=VARIABLE)
        status, out, err = shell("--debug", "study", folder, "--yes", env={VARIABLE: KEY})
        assert status == 0, err
        assert {headers["Authorization"] for _, headers in server.headers} == {f"Bearer {KEY}"}
    assert KEY not in out + err and KEY.encode() not in everything_in(folder)
    assert "about" in err and "as the server counts" in err


@pytest.mark.slow
@pytest.mark.parametrize(
    ("answer", "number"),
    [((401, {}, {"error": {"message": f"Incorrect API key: {KEY}"}}), "D512"), ((404, {}, f"no {KEY}".encode()), "D515")],
)
def test_a_server_that_repeats_the_key_gets_it_nowhere(tmp_path, answer, number):
    with serving(lambda _: answer) as server:
        folder = make_study(tmp_path / "study", server.url, key_variable=VARIABLE)
        status, out, err = shell("--debug", "study", folder, "--yes", env={VARIABLE: KEY})
    assert status == 2 and number in err and "Traceback" in err  # --debug shows it, without the key
    assert KEY not in out + err and KEY.encode() not in everything_in(folder)


@pytest.mark.slow
def test_a_run_that_is_killed_goes_on_with_what_it_has(study, tmp_path):
    whole, _, _ = study
    reached, go_on = threading.Event(), threading.Event()

    def stuck_at_the_last(body):
        if "Japan aided China in 1972" in body["messages"][1]["content"] and not go_on.is_set():
            reached.set()
            go_on.wait(60)
        return reads_aid(body)

    with serving(stuck_at_the_last) as server:
        folder = make_study(tmp_path / "killed" / "study", server.url, at_once=1)
        process = shell("study", folder, "--yes", wait=False)
        assert reached.wait(60)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        assert len([path for path in (folder / "answers").iterdir() if path.suffix == ".json"]) == 2
        go_on.set()
        before = len(server.requests)
        run(folder, Told().purse)
        assert len(server.requests) == before + 1
    assert record(folder)[1]["events.csv"] == record(whole)[1]["events.csv"]


def test_without_a_person_to_ask_the_command_asks_no_model(tmp_path):
    with serving(reads_aid) as server:
        folder = make_study(tmp_path / "study", server.url)
        status, _, err = shell("study", folder)
        assert status == 2 and "D518" in err and "3 to ask" in err and not server.requests
        status, out, _ = shell("study", folder, "--dry-run")
        assert status == 0 and "3 to ask: about" in out and "sources" not in out and not server.requests


@pytest.mark.slow
def test_files_are_coded_without_a_study(tmp_path):
    (tmp_path / "a.txt").write_text(TEXTS["alpha.txt"], encoding="utf-8")
    with serving(reads_aid) as server:
        options = (
            tmp_path / "a.txt",
            "--model",
            "toy",
            "--url",
            server.url,
            "--answers",
            tmp_path / "answers",
            "--price-in",
            "1",
            "--price-out",
            "1",
        )
        status, out, err = shell("code", *options, "--dry-run")
        assert status == 0 and "1 to ask" in out and not server.requests
        status, out, err = shell("code", *options)
        assert status == 2 and "D518" in err and out == ""
        status, out, err = shell("code", *options, "--yes", "--format", "csv")
        assert status == 0 and len(out.splitlines()) == 3 and "0.0001 USD" in err
    status, again, err = shell("code", *options, "--format", "csv")  # from what is kept, with nobody to agree
    assert (status, again) == (0, out)
    status, _, err = shell("code", tmp_path / "a.txt", "--model", "toy")
    assert status == 2 and "D519" in err and "url" in err


# the study file -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "number", "line"),
    [
        ('kind = "oracle"', 904, 3),
        ('kind = "model"\nurl = "http://localhost/v1"', 904, None),
        ('kind = "model"\nmodel = "m"\nurl = "localhost"', 904, 5),
        ('kind = "model"\nmodel = "m"\nurl = "http://localhost/v1"\nkey = "sk-0123456789"', 903, 6),
        (f'kind = "model"\nmodel = "m"\nurl = "http://localhost/v1"\nkey_variable = "{KEY}"', 904, 6),
        ('kind = "model"\nmodel = "m"\nurl = "http://localhost/v1"\nmost_tokens = "many"', 904, 6),
    ],
)
def test_a_coder_that_cannot_be_is_refused_with_its_line(tmp_path, lines, number, line):
    (tmp_path / "study.toml").write_text(f'title = "T"\n[coder]\n{lines}\n', encoding="utf-8")
    with pytest.raises(UsageFault) as caught:
        read_study_file(tmp_path)
    assert (caught.value.number, caught.value.where.line) == (number, line)
    assert KEY not in str(caught.value)


def test_fast_is_yes_or_no(tmp_path):
    for value, fast in (("true", True), ("false", False)):
        (tmp_path / "study.toml").write_text(f'title = "T"\nfast = {value}\n', encoding="utf-8")
        assert read_study_file(tmp_path).fast is fast
    (tmp_path / "study.toml").write_text('title = "T"\nfast = 1\n', encoding="utf-8")
    with pytest.raises(UsageFault, match="D904") as caught:
        read_study_file(tmp_path)
    assert caught.value.where.line == 2


def test_without_a_coder_or_with_rules_the_default_coder_codes(tmp_path):
    for text in ('title = "T"\n', 'title = "T"\n[coder]\nkind = "rules"\n', 'title = "T"\n[coder]\n'):
        (tmp_path / "study.toml").write_text(text, encoding="utf-8")
        assert read_study_file(tmp_path).coder is None
    (tmp_path / "study.toml").write_text('title = "T"\ncoder = 3\n', encoding="utf-8")
    with pytest.raises(UsageFault, match="D904"):
        read_study_file(tmp_path)
