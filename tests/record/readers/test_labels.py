"""Does a name always get the same id, and an id always lead back to its name?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from showtrial.record.checks.cells import _ID
from showtrial.record.readers.labels import allot, cells_of, name_and_id, slug, tidy

NAMES = st.text(st.sampled_from("aAéЖя[] -.?1"), min_size=1, max_size=8).map(tidy).filter(bool)
IDS = st.text(st.sampled_from("ab-1[]é"), min_size=1, max_size=5)


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("Г. Е. Зиновьев", "g-e-zinovev"),
        ("Ежов", "ezhov"),
        ("Щербаков, Юрий", "shcherbakov-yuriy"),
        ("Тер-Ваганян", "ter-vaganyan"),
        ("Dvořák Þór", "dvorak-thor"),
        ("Straße", "strasse"),
        ("山田", "山田"),
        ("İnönü", "inonu"),
        ("???", "person"),
    ],
)
def test_slugs(name, wanted):
    assert slug(name, "person") == wanted


@given(st.text(max_size=20))
def test_a_slug_is_an_id(name):
    assert _ID.fullmatch(slug(name, "person"))


@given(st.lists(NAMES, unique=True))
def test_ids_are_unique_and_in_no_order(names):
    given_ids = allot({"person": names})
    plain = [row for (_, name), row in given_ids.items() if name_and_id(name)[1] is None]
    assert len(set(plain)) == len(plain)
    assert allot({"person": names[::-1]}) == given_ids


def test_no_name_gets_a_word_that_means_something_else():
    assert set(allot({"person": ["None", "Sheet"]}).values()) == {"none-2", "sheet-2"}


@given(st.dictionaries(IDS, NAMES, max_size=6), st.dictionaries(IDS, NAMES, max_size=3))
def test_what_is_typed_leads_back_to_the_id(persons, sources):
    sources = {row: name for row, name in sources.items() if row not in persons}
    named = {"person": persons, "source": sources}
    cells = cells_of(named)
    read = allot({kind: [cells[kind, row] for row in rows] for kind, rows in named.items()})
    assert {(kind, read[kind, cell]) for (kind, _), cell in cells.items()} == set(cells)
    for row, name in persons.items():
        assert name_and_id(cells["person", row])[0] in (name, cells["person", row])
