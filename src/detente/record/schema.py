"""The store's tables, their version, and the steps that bring an older store up to date."""

from __future__ import annotations

APPLICATION_ID = 0x44E7E47E
"""Stands in the header of every store, so that another program's file is never taken for one."""

SCHEMA_VERSION = 4
"""Rises with every change of the tables below; a step for it goes into `MIGRATIONS`."""

_DATE = "{0}_text TEXT, {0}_edtf TEXT, {0}_first INTEGER, {0}_last INTEGER, {0}_precision TEXT, {0}_basis TEXT"

_STATEMENT = """
  document TEXT NOT NULL REFERENCES documents(document_id) ON DELETE CASCADE,
  sentence TEXT NOT NULL REFERENCES sentences(sentence_id) DEFERRABLE INITIALLY DEFERRED,
  char_start INTEGER NOT NULL, char_end INTEGER NOT NULL"""

_CODER = "coder TEXT NOT NULL, coder_version TEXT NOT NULL, rule TEXT NOT NULL"

_CAUSES = (
    f"""CREATE TABLE reasons (
  reason_id TEXT PRIMARY KEY, {_STATEMENT}, quote TEXT NOT NULL, cause TEXT, effect TEXT, motive TEXT NOT NULL, also TEXT NOT NULL,
  holder TEXT, holder_kind TEXT NOT NULL, rejected INTEGER NOT NULL, states TEXT NOT NULL, {_DATE.format("date")}, confidence REAL NOT NULL,
  {_CODER}, page TEXT, trace TEXT NOT NULL
) WITHOUT ROWID""",
    "CREATE INDEX reasons_of_document ON reasons(document)",
    "CREATE INDEX reasons_of_sentence ON reasons(sentence)",
    f"""CREATE TABLE periods (
  period_id TEXT PRIMARY KEY, {_STATEMENT}, quote TEXT NOT NULL, label TEXT NOT NULL, states TEXT NOT NULL, direction TEXT NOT NULL,
  turning INTEGER NOT NULL, {_DATE.format("date")}, confidence REAL NOT NULL, {_CODER}, holder TEXT, page TEXT, trace TEXT NOT NULL,
  deed INTEGER NOT NULL
) WITHOUT ROWID""",
    "CREATE INDEX periods_of_document ON periods(document)",
    "CREATE INDEX periods_of_sentence ON periods(sentence)",
    f"""CREATE TABLE milestones (
  milestone_id TEXT PRIMARY KEY, {_STATEMENT}, quote TEXT NOT NULL, kind TEXT NOT NULL, subject TEXT NOT NULL, state TEXT,
  words TEXT NOT NULL,  {_DATE.format("date")}, place TEXT, {_CODER}, page TEXT, trace TEXT NOT NULL
) WITHOUT ROWID""",
    "CREATE INDEX milestones_of_document ON milestones(document)",
    "CREATE INDEX milestones_of_sentence ON milestones(sentence)",
    # a reader's joining or parting of two statements is anchored in the text, so that it outlives coding again
    """CREATE TABLE groupings (
  number INTEGER PRIMARY KEY, user TEXT NOT NULL, at TEXT NOT NULL, verdict TEXT NOT NULL CHECK (verdict IN ('join', 'split')),
  one TEXT NOT NULL, other TEXT NOT NULL, note TEXT NOT NULL
)""",
    # in which incident each statement was last found to stand
    "CREATE TABLE memberships (statement TEXT PRIMARY KEY, incident TEXT NOT NULL) WITHOUT ROWID",
)

_OF_AGREEMENTS = (
    "kind TEXT NOT NULL DEFAULT ''",
    "signatories TEXT NOT NULL DEFAULT '[]'",
    "terms TEXT NOT NULL DEFAULT '[]'",
    "secret INTEGER NOT NULL DEFAULT 0",
    "flows TEXT NOT NULL DEFAULT '[]'",
)

_TO_BE_CODED_AGAIN = (
    *(
        f"INSERT OR REPLACE INTO withdrawn SELECT '{table}', n.{name}, d.path, 'the record was brought up to date'"  # noqa: S608
        f" FROM {table} n JOIN documents d ON d.document_id = n.document"
        for table, name in (("events", "event_id"), ("figures", "figure_id"), ("agreements", "agreement_id"))
    ),
    *(f"DELETE FROM {table}" for table in ("events", "figures", "agreements", "dates", "sentences", "codings")),  # noqa: S608
)
"""The codings go, their ids are kept as withdrawn, and the next run codes again."""

MIGRATIONS: dict[int, tuple[str, ...]] = {
    # of which states the dates of an older coding speak is not known
    1: ("ALTER TABLE dates ADD COLUMN states TEXT NOT NULL DEFAULT '[]'", *_TO_BE_CODED_AGAIN),
    # the digest of a coding is of all its columns
    2: ("ALTER TABLE events ADD COLUMN own_type TEXT", *_TO_BE_CODED_AGAIN),
    # reasons, periods, milestones; what an agreement says
    3: (*_TO_BE_CODED_AGAIN, *(f"ALTER TABLE agreements ADD COLUMN {column}" for column in _OF_AGREEMENTS), *_CAUSES),
}
"""From a version to the statements that lead to the next one."""

TABLES: tuple[str, ...] = (
    """CREATE TABLE readings (
  path TEXT PRIMARY KEY, sha256 TEXT NOT NULL, reader TEXT NOT NULL, metadata TEXT NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('read', 'refused')), number INTEGER, reason TEXT, todo TEXT
) WITHOUT ROWID""",
    f"""CREATE TABLE documents (
  document_id TEXT PRIMARY KEY, reading TEXT NOT NULL REFERENCES readings(path) ON DELETE CASCADE, position INTEGER NOT NULL,
  key TEXT NOT NULL, path TEXT NOT NULL, sha256 TEXT NOT NULL, format TEXT NOT NULL, raw TEXT NOT NULL, text TEXT NOT NULL,
  map TEXT NOT NULL, title TEXT NOT NULL, author TEXT NOT NULL, {_DATE.format("published")}, kind TEXT NOT NULL,
  citation TEXT NOT NULL, {_DATE.format("covers")}, language TEXT NOT NULL, encoding TEXT NOT NULL, pages TEXT NOT NULL,
  sections TEXT NOT NULL, warnings TEXT NOT NULL, digest TEXT NOT NULL DEFAULT ''
)""",
    "CREATE INDEX documents_of_reading ON documents(reading)",
    """CREATE TABLE copies (
  reading TEXT NOT NULL REFERENCES readings(path) ON DELETE CASCADE, document_id TEXT NOT NULL, PRIMARY KEY (reading, document_id)
) WITHOUT ROWID""",
    """CREATE TABLE codings (
  document TEXT PRIMARY KEY REFERENCES documents(document_id) ON DELETE CASCADE,
  coder TEXT NOT NULL, coder_version TEXT NOT NULL, lexicon TEXT NOT NULL, notes TEXT NOT NULL, failed TEXT, digest TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID""",
    """CREATE TABLE sentences (
  row INTEGER PRIMARY KEY, sentence_id TEXT NOT NULL UNIQUE, document TEXT NOT NULL REFERENCES documents(document_id) ON DELETE CASCADE,
  idx INTEGER NOT NULL, paragraph INTEGER NOT NULL, char_start INTEGER NOT NULL, char_end INTEGER NOT NULL,
  clean_start INTEGER NOT NULL, clean_end INTEGER NOT NULL, text TEXT NOT NULL, page TEXT, section TEXT NOT NULL, heading INTEGER NOT NULL
)""",
    "CREATE INDEX sentences_of_document ON sentences(document, idx)",
    f"""CREATE TABLE events (
  event_id TEXT PRIMARY KEY, {_STATEMENT}, quote TEXT NOT NULL,
  source_actor TEXT NOT NULL, source_role TEXT NOT NULL, source_state TEXT,
  target_actor TEXT NOT NULL, target_role TEXT NOT NULL, target_state TEXT,
  event_type TEXT NOT NULL, mode TEXT, contexts TEXT NOT NULL, reciprocal INTEGER NOT NULL, modality TEXT NOT NULL,
  {_DATE.format("date")}, intensity REAL NOT NULL, confidence REAL NOT NULL, coder TEXT NOT NULL, coder_version TEXT NOT NULL,
  rule TEXT NOT NULL, attributed_to TEXT, place TEXT, page TEXT, aggregate INTEGER NOT NULL, trace TEXT NOT NULL, own_type TEXT
) WITHOUT ROWID""",
    "CREATE INDEX events_of_document ON events(document)",
    "CREATE INDEX events_of_sentence ON events(sentence)",
    f"""CREATE TABLE figures (
  figure_id TEXT PRIMARY KEY, {_STATEMENT}, quote TEXT NOT NULL, what TEXT NOT NULL, value REAL NOT NULL, high REAL, unit TEXT NOT NULL,
  bound TEXT NOT NULL, giver TEXT, receiver TEXT, mutual INTEGER NOT NULL, promised INTEGER NOT NULL, {_DATE.format("date")},
  coder TEXT NOT NULL, coder_version TEXT NOT NULL, rule TEXT NOT NULL, cites TEXT, page TEXT
) WITHOUT ROWID""",
    "CREATE INDEX figures_of_document ON figures(document)",
    "CREATE INDEX figures_of_sentence ON figures(sentence)",
    f"""CREATE TABLE agreements (
  agreement_id TEXT PRIMARY KEY, {_STATEMENT}, quote TEXT NOT NULL, name TEXT NOT NULL, parties TEXT NOT NULL,
  {_DATE.format("signed")}, place TEXT, obligations TEXT NOT NULL, coder TEXT NOT NULL, coder_version TEXT NOT NULL, rule TEXT NOT NULL,
  term TEXT, {_DATE.format("ended")}, page TEXT, {", ".join(_OF_AGREEMENTS)}
) WITHOUT ROWID""",
    "CREATE INDEX agreements_of_document ON agreements(document)",
    "CREATE INDEX agreements_of_sentence ON agreements(sentence)",
    *_CAUSES,
    f"""CREATE TABLE dates (
  position INTEGER NOT NULL, {_STATEMENT}, {_DATE.format("date")}, states TEXT NOT NULL, PRIMARY KEY (document, position)
) WITHOUT ROWID""",
    "CREATE INDEX dates_of_sentence ON dates(sentence)",
    # which stage was finished on which input, and what it found, so that a second run does only what changed
    "CREATE TABLE stages (stage TEXT NOT NULL, key TEXT NOT NULL, detail TEXT NOT NULL, PRIMARY KEY (stage)) WITHOUT ROWID",
    # a judgement names its statement by id and outlives it: coding again must not lose a reader's work
    """CREATE TABLE judgements (
  number INTEGER PRIMARY KEY, event_id TEXT NOT NULL, user TEXT NOT NULL, at TEXT NOT NULL, verdict TEXT NOT NULL, note TEXT NOT NULL
)""",
    "CREATE INDEX judgements_of_event ON judgements(event_id)",
    """CREATE TABLE withdrawn (
  kind TEXT NOT NULL, id TEXT NOT NULL, source TEXT NOT NULL, why TEXT NOT NULL, PRIMARY KEY (kind, id)
) WITHOUT ROWID""",
    "CREATE TABLE outputs (path TEXT PRIMARY KEY, sha256 TEXT NOT NULL) WITHOUT ROWID",
    # the only table that knows a clock; no result reads it
    "CREATE TABLE runs (number INTEGER PRIMARY KEY, command TEXT NOT NULL, pid INTEGER NOT NULL, started TEXT NOT NULL, ended TEXT)",
    """CREATE VIRTUAL TABLE sentence_words USING fts5(
  text, content='sentences', content_rowid='row', tokenize='unicode61 remove_diacritics 2')""",
    """CREATE TRIGGER sentences_in AFTER INSERT ON sentences BEGIN
  INSERT INTO sentence_words(rowid, text) VALUES (new.row, new.text);
END""",
    """CREATE TRIGGER sentences_out AFTER DELETE ON sentences BEGIN
  INSERT INTO sentence_words(sentence_words, rowid, text) VALUES ('delete', old.row, old.text);
END""",
)
