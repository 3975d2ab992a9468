"""The command as a shell runs it, and one coded study for the verbs that ask of it."""

import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "record"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "study"))


@pytest.fixture(scope="session")
def detente():
    """Run `detente` with some arguments, stdout and stderr piped; `input` is bytes for stdin."""

    def run(*arguments, input=None, env=None, cwd=None):
        command = [sys.executable, "-m", "detente", *map(str, arguments)]
        done = subprocess.run(command, input=input, capture_output=True, env=env, cwd=cwd, check=False, timeout=120)
        done.out, done.err = done.stdout.decode("utf-8"), done.stderr.decode("utf-8")
        return done

    return run


@pytest.fixture(scope="session")
def coded(tmp_path_factory):
    """A folder in which a study was run with the toy coder."""
    from study_standins import TOY

    from detente.study import run_study

    folder = tmp_path_factory.mktemp("coded") / "study"
    (folder / "sources").mkdir(parents=True)
    texts = {
        "alpha.txt": "China met Russia in 1950. Russia aided China in 1953. It built 156 plants. The Treaty of Amity was signed.",
        "beta.txt": "China attacked Russia in 1969. \x1b[31m Russia met China in 1989. =1+1 India met China in 1971.",
    }
    for name, text in texts.items():
        (folder / "sources" / name).write_text(text, encoding="utf-8")
    (folder / "study.toml").write_text(
        'title = "Two"\nstates = ["CHN", "RUS"]\n[sources."beta.txt"]\ntitle = "50% & {more}"\n', encoding="utf-8"
    )
    (folder / "data").mkdir()
    (folder / "data/trade.csv").write_text('state1,state2,year,value,citation\nCHN,RUS,1950,576,"Ministry 1958; p. 3"\n', encoding="utf-8")
    run_study(folder, rooms=TOY, workers=1)
    return folder
