"""Who named whom, as a network for Gephi, igraph or networkx: GEXF and GraphML?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

import polars as pl

import showtrial
from showtrial.record.casefile import CaseFile
from showtrial.record.schema import NOBODY, SEPARATOR
from showtrial.record.views import namings

if TYPE_CHECKING:
    from networkx import MultiDiGraph

_ILLEGAL = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_GEXF_META = re.compile(r"<meta\b.*?(/>|</meta>)", re.DOTALL)
_READING = "An edge says that a name was put on paper, never that it is true."


def naming_network(case: CaseFile) -> MultiDiGraph[str]:
    """Return who named whom as a directed network.

    Returns
    -------
    networkx.MultiDiGraph
        Nodes are the persons who made a statement or were named: ``label``, ``native_name``, ``kind``,
        ``born``, ``died``. Edges run from the namer to the named, one for each ``polarity``
        (incriminates, exculpates, silent): ``weight`` is the number of rows, ``recalled`` how many of
        them were recalled rather than read, ``recalled_share`` their share; ``first_date``,
        ``settings``, ``cases`` and ``assertions`` (ids) tell where they stand. The graph says how many
        rows were left out because namer or named is not on record.

    Examples
    --------
    >>> from showtrial.record.packaged import open_case
    >>> naming_network(open_case("toy")).graph["origin"]
    'simulated'
    """
    from networkx import MultiDiGraph

    rows = namings(case)
    whole = rows.filter(pl.all_horizontal(pl.col("namer", "named").is_not_null()), pl.col("namer") != NOBODY)
    graph: MultiDiGraph[str] = MultiDiGraph()
    graph.graph.update(_about(case, rows.height, whole.height))
    present = {*whole["namer"], *whole["named"], *case["statements"]["speaker"].drop_nulls()}
    for row in case["persons"].sort("id").iter_rows(named=True):
        if row["id"] in present:
            told = {name: row[name] for name in ("kind", "born", "died")}
            said = {"label": row["name"], "native_name": row["name_native"], **told}
            said["kind"] = said["kind"] or "person"
            graph.add_node(_legal(row["id"]), **_filled(said))
    groups = whole.sort("namer", "named", "polarity", "lo", "id", nulls_last=True).partition_by(
        "namer", "named", "polarity", maintain_order=True
    )
    for at, group in enumerate(groups):
        namer, named, polarity = group.select("namer", "named", "polarity").row(0)
        graph.add_edge(_legal(namer), _legal(named), key=f"e{at + 1}", **_edge(group, polarity))
    return graph


def _about(case: CaseFile, n_rows: int, n_kept: int) -> dict[str, str | int]:
    meta = case.meta
    mark = "SIMULATED, no record of anything. " if meta.origin == "simulated" else ""
    said = {
        "title": meta.title,
        "origin": meta.origin,
        "licence": meta.licence,
        "living_purpose": meta.living_purpose,
        "description": f"{mark}{meta.title}: who named whom. {_READING}",
        "sha256": case.sha256,
    }
    return _filled(said) | {"rows": n_kept, "rows_left_out": n_rows - n_kept}


def _edge(group: pl.DataFrame, polarity: str) -> dict[str, Any]:
    recalled = group.filter(pl.col("checked") == "recalled").height
    listed = {"settings": "setting", "cases": "case", "assertions": "id"}
    said = {
        "polarity": polarity,
        "first_date": next((date for date in group["date"] if date), None),
        **{name: SEPARATOR.join(sorted(set(group[column].drop_nulls()))) for name, column in listed.items()},
    }
    share = recalled / group.height
    return _filled(said) | {"weight": group.height, "recalled": recalled, "recalled_share": share}


def _filled(said: dict[str, str | None]) -> dict[str, Any]:
    return {name: _legal(value) for name, value in said.items() if value}


def _legal(text: str) -> str:
    """Replace the control characters that XML cannot hold.

    Examples
    --------
    >>> _legal("a" + chr(1) + "b") == "a" + chr(0xFFFD) + "b"
    True
    """
    return _ILLEGAL.sub("\ufffd", text)


def gexf_bytes(case: CaseFile) -> bytes:
    """Return the network as GEXF 1.2; the same case gives the same bytes."""
    from networkx import generate_gexf

    graph = naming_network(case)
    text = "\n".join(generate_gexf(graph))
    about = " ".join(f"{key}: {value};" for key, value in graph.graph.items() if key != "description")
    meta = (
        f"<meta><creator>showtrial {showtrial.__version__}</creator>"
        f"<description>{escape(str(graph.graph['description']))} {escape(about)}</description></meta>"
    )
    return (_GEXF_META.sub(lambda _: meta, text, count=1) + "\n").encode()


def graphml_bytes(case: CaseFile) -> bytes:
    """Return the network as GraphML; the same case gives the same bytes."""
    from networkx import generate_graphml

    text = "\n".join(generate_graphml(naming_network(case)))
    return ('<?xml version="1.0" encoding="utf-8"?>\n' + text + "\n").encode()
