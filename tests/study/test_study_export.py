"""Tables of a study in another format: those of the record, and those that the run made of all of it."""

import json
import shutil

import polars as pl
import pytest

from detente.errors import UsageFault
from detente.study import export_study


@pytest.mark.parametrize("table", ["contexts", "latent", "incidents"])
def test_a_table_that_the_run_made_comes_out_as_it_wrote_it(made_once, tmp_path, table):
    _, out, _ = made_once
    export_study(out, tmp_path, format="parquet", tables=[table])
    written = [json.loads(line) for line in (out / "tables" / f"{table}.jsonl").read_text(encoding="utf-8").splitlines()]
    assert written and pl.read_parquet(tmp_path / f"{table}.parquet").to_dicts() == written


def test_a_table_that_is_not_there_is_refused_by_name(made_once, tmp_path):
    _, out, _ = made_once
    shutil.copytree(out, tmp_path / "study")
    (tmp_path / "study" / "tables" / "latent.jsonl").unlink()
    with pytest.raises(UsageFault, match="no table latent") as caught:
        export_study(tmp_path / "study", tmp_path / "out", format="csv", tables=["latent"])
    assert caught.value.number == 907
