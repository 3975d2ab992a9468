"""The one Spark session that coding and aggregation share: local by default, a cluster's where `spark-submit` started the program.

Spark is asked for by `--engine spark` and comes with the extra `spark`. Nothing here is an engine: documents go through Spark's own
`mapPartitions` and event rows through Spark SQL.
"""

from __future__ import annotations

import os
import shutil
import sys
import warnings
from pathlib import Path
from typing import Any

from detente.errors import UsageFault
from detente.extras import needs

SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.session.timeZone": "UTC",
    # a coder's parser grows with what it reads: each part of the documents gets a process of its own, as in local runs
    "spark.python.worker.reuse": "false",
}
"""What a session is asked for; what `spark-submit` or `spark-defaults.conf` say of other settings stands."""


def spark_session(master: str | None = None) -> Any:  # noqa: ANN401 - pyspark publishes no types that can be relied on
    """The running session, or a new one on `master` (`local[2]`; by default what spark-submit says, else all processors).

    Workers run the Python that runs this program, unless PYSPARK_PYTHON says otherwise: on a cluster it has to be a Python
    in which this version of détente is installed.

    Raises `DetenteError` 930 without pyspark, `UsageFault` 655 without Java, and 656 where Spark does not start.
    """
    sql = needs("pyspark.sql")
    running = sql.SparkSession.getActiveSession()
    if running is not None:
        return running
    if find_java() is None:
        raise UsageFault(655, "Spark needs Java, and none was found", todo="Install Java 17 or newer, or set JAVA_HOME.")
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    # it looks at pandas, where there is one, and is not asked to use it
    warnings.filterwarnings("ignore", category=FutureWarning, module="pyspark")
    builder = sql.SparkSession.builder.appName("detente")
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    try:
        session = (builder if master is None else builder.master(master)).getOrCreate()
    except Exception as error:
        why = next((line for line in str(error).splitlines() if line.strip()), type(error).__name__)
        raise UsageFault(656, f"Spark did not start: {why}", todo="Try `spark-submit --version`, and see Spark's own log.") from error
    session.sparkContext.setLogLevel("ERROR")
    return session


def find_java() -> Path | None:
    """The Java that Spark would run: that of JAVA_HOME, else the first on the path; None where there is none."""
    home = os.environ.get("JAVA_HOME")
    found = shutil.which("java", path=str(Path(home) / "bin") if home else None)
    return Path(found) if found else None
