"""Is the table of the twenty whole, and does the page say what it says?"""

from __future__ import annotations

from pathlib import Path

import pytest

from showtrial.model.machine import layout
from showtrial.model.machine.components import UNITS, mechanisms, parameters
from showtrial.model.machine.described import page

DOCS = Path(__file__).parents[3] / "docs"
FIRST_WORD = {
    "P_ARREST": "process.arrest", "P_CONFESS": "interrogation.confess", "P_NAMES": "naming.names",
    "P_FROM_LIST": "naming.office", "P_KIN": "association.kin", "P_FACTION": "association.faction",
    "P_DEATH_COURT": "sentence.death_court", "P_LOAD": "interrogation.load", "P_KEPT": "bargain.kept",
    "P_STOP": "stop.in_force", "P_DROPPED": "stop.dropped", "P_FILL": "choice.fill", "P_CROSS": "spread.cross",
    "P_EXECUTE": "procedure.days_to_execution", "P_QUOTA": "lists.quota", "P_REFUSE": "refusal.rate",
}  # fmt: skip


def test_twenty_rows_and_none_empty():
    rows = list(mechanisms().values())
    assert [each.number for each in rows] == list(range(1, 21))
    for each in rows:
        assert all((each.title, each.does, each.reads, each.writes, each.off, each.record, each.audit)), (
            each.name
        )
        assert each.parameters, each.name


def test_every_parameter_has_unit_source_and_values_in_bounds():
    for each in parameters().values():
        low, high = UNITS[each.unit]
        assert each.source.strip(), each.name
        assert low <= each.usual <= high, each.name
        assert each.neutral is None or low <= each.neutral <= high, each.name
        assert each.prior is None or low <= each.prior[0] <= each.prior[1] <= high, each.name


def test_every_mechanism_can_be_switched_off():
    assert all(any(p.neutral is not None for p in each.parameters) for each in mechanisms().values())


def test_the_columns_of_the_kernels_are_the_rows_of_the_table():
    columns = {name: value for name, value in vars(layout).items() if name.startswith("P_")}
    assert sorted(columns.values()) == list(range(len(parameters())))
    order = list(parameters())
    for column, name in FIRST_WORD.items():
        assert order[columns[column]] == name


def test_the_page_is_made_from_the_table():
    stored = (DOCS / "mechanisms.md").read_text(encoding="utf-8")
    assert stored == page(), "run: python -m showtrial.model.machine.described > docs/mechanisms.md"


@pytest.mark.parametrize("name", ["evidence", "belief"])
def test_two_are_observational(name):
    assert mechanisms()[name].observational
