"""Does the network say who named whom, and can the programs of the field open it?"""

from __future__ import annotations

import io

import networkx as nx
import pytest
from small import frame, small, tables

from showtrial.record.casefile import CaseFile
from showtrial.record.meta import Meta
from showtrial.record.writers import gexf_bytes, graphml_bytes, naming_network

READERS = [(gexf_bytes, nx.read_gexf), (graphml_bytes, nx.read_graphml)]


def more():
    """Anna names Karl three times, once to clear him; somebody who is not on record names Anna."""
    statements = frame(
        *tables()["statements"].to_dicts(),
        {"id": "st0", "speaker": "anna", "date": "1936-05", "setting": "letter", "source": "s"},
        {"id": "st3", "date": "1936-05", "source": "s"},
    )
    claims = frame(
        {"id": "c1", "kind": "accusation", "text": "carried letters", "person": "karl"},
        {"id": "c2", "kind": "exculpation", "text": "knew nothing", "person": "karl"},
        {"id": "c3", "kind": "accusation", "text": "knew all", "person": "anna"},
    )
    said = [("a4", "st0", "c1", "recalled"), ("a5", "st0", "c2", None), ("a6", "st3", "c3", None)]
    assertions = frame(
        *tables()["assertions"].to_dicts(),
        *(
            {
                "id": row,
                "statement": where,
                "claim": what,
                "polarity": "affirms",
                "source": "s",
                "checked": how,
            }
            for row, where, what, how in said
        ),
    )
    return {"statements": statements, "claims": claims, "assertions": assertions}


def test_edges():
    graph = naming_network(small(**more()))
    edges = {data["polarity"]: data for _, _, data in graph.edges(data=True)}
    assert list(graph.edges()) == [("anna", "karl"), ("anna", "karl")]
    assert edges["incriminates"] == {
        "polarity": "incriminates",
        "first_date": "1936-05",
        "settings": "interrogation; letter",
        "cases": "k",
        "assertions": "a1; a4",
        "weight": 2,
        "recalled": 1,
        "recalled_share": 0.5,
    }
    assert edges["exculpates"]["weight"] == 1
    assert (graph.graph["rows"], graph.graph["rows_left_out"]) == (3, 1)


def test_nodes():
    graph = naming_network(small())
    assert graph.nodes["anna"] == {
        "label": "Anna Berg",
        "kind": "person",
        "born": "1880",
        "died": "1937-02-01",
    }


@pytest.mark.parametrize(("write", "read"), READERS, ids=["gexf", "graphml"])
def test_is_opened_with_all_that_it_says(write, read):
    case = small(**more())
    back, made = read(io.BytesIO(write(case))), naming_network(case)
    assert back.is_directed()
    assert set(back.nodes) == set(made.nodes)
    assert back.nodes["karl"]["label"] == "Karl Dorn"
    told = sorted(
        (data["polarity"], data["weight"], data["recalled_share"]) for *_, data in back.edges(data=True)
    )
    assert told == [("exculpates", 1, 0.0), ("incriminates", 2, 0.5)]


@pytest.mark.parametrize(("write", "read"), READERS, ids=["gexf", "graphml"])
def test_any_text_can_be_written(write, read):
    persons = frame(
        {"id": "anna", "name": 'A <&"\x01\x0b\ufffe> Б \U0001f600', "died": "1937-02-01"},
        {"id": "karl", "name": "Karl\r\n]]>", "died": "1950"},
    )
    back = read(io.BytesIO(write(small(persons=persons))))
    assert back.nodes["anna"]["label"] == 'A <&"\ufffd\ufffd\ufffd> Б \U0001f600'


@pytest.mark.parametrize("write", [gexf_bytes, graphml_bytes])
def test_what_is_simulated_says_so(write):
    case = small()
    made_up = CaseFile.from_frames(Meta(title="<Made> up", origin="simulated"), dict(case))
    assert b"SIMULATED" in write(made_up)
    assert b"SIMULATED" not in write(case)
    assert b"never that it is true" in write(case)


def test_no_clock_time():
    assert b"lastmodified" not in gexf_bytes(small())
