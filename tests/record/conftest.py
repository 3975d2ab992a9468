"""A store with one coded document, for the tests of the record."""

import pytest
from detente_standins import TEXT, ToyCoder, make_document

from detente.record import ReadingRow, Store


@pytest.fixture
def document():
    return make_document(TEXT)


@pytest.fixture
def store(tmp_path, document):
    with Store.open(tmp_path) as opened:
        opened.put_reading(ReadingRow(path="doc.txt", sha256=document.sha256), [document])
        opened.put_coding(ToyCoder().code(document))
        yield opened
