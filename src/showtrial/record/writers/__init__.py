"""What can a case file be exported as? One file a format, or a family of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from showtrial.record.casefile import CaseFile
from showtrial.record.writers.citations import bibtex_bytes, csl_bytes
from showtrial.record.writers.flat import namings_csv, namings_sheet
from showtrial.record.writers.network import gexf_bytes, graphml_bytes, naming_network
from showtrial.record.writers.pseudonyms import pseudonymised
from showtrial.record.writers.tables import workbook_bytes, zip_bytes


class Format(NamedTuple):
    """One format that can be written."""

    description: str
    suffix: str
    write: Callable[[CaseFile], bytes]


#: Format name -> how it is written.
FORMATS: Mapping[str, Format] = {
    "namings": Format("flat sheet of who named whom, one row a naming (CSV)", ".csv", namings_csv),
    "csv": Format("all tables as CSV, zipped", ".zip", zip_bytes),
    "parquet": Format("all tables as parquet, zipped", ".zip", lambda case: zip_bytes(case, "parquet")),
    "xlsx": Format("all tables in one workbook, each column explained", ".xlsx", workbook_bytes),
    "gexf": Format("network of who named whom, for Gephi", ".gexf", gexf_bytes),
    "graphml": Format("network of who named whom, for igraph, networkx, yEd", ".graphml", graphml_bytes),
    "csl": Format("sources as CSL-JSON, for Zotero and pandoc", ".json", csl_bytes),
    "bibtex": Format("sources as BibTeX", ".bib", bibtex_bytes),
}

__all__ = [
    "FORMATS",
    "Format",
    "bibtex_bytes",
    "csl_bytes",
    "gexf_bytes",
    "graphml_bytes",
    "naming_network",
    "namings_csv",
    "namings_sheet",
    "pseudonymised",
    "workbook_bytes",
    "zip_bytes",
]
