"""Small case files for the audit, written as the worked examples speak: leaves, claims, elements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from small import frame

from showtrial.record.casefile import CaseFile
from showtrial.record.meta import Meta

META = Meta(title="A worked example", origin="simulated")
SOURCE = {"source": "s"}


def worked(
    leaves: Mapping[str, Mapping[str, object]],
    elements: Mapping[str, Sequence[Sequence[str]]],
    roles: Mapping[str, str] | None = None,
    accused: str = "p",
    **rows: Sequence[Mapping[str, object]],
) -> CaseFile:
    """One charge ``k`` against `accused`.

    `leaves`: assertion -> its columns; ``speaker``, ``setting``, ``date``, ``by``, ``counsel`` go to its
    statement (``st.<leaf>``), ``of`` is the person of its claim, ``claim`` its claim. `elements`: element
    -> its inferences, each a list of premises. `rows`: further rows of any table.
    """
    said, assertions, claims = [], [], {}
    people = {accused}
    for leaf, given in leaves.items():
        row = dict(given)
        of = row.pop("of", accused)
        claim = str(row.pop("claim"))
        spoken = {
            key: row.pop(key)
            for key in ("date", "time", "setting", "by", "counsel", "mediation")
            if key in row
        }
        speaker = str(row.pop("speaker", f"of-{leaf}"))
        people |= {speaker, str(of)} | ({str(spoken["by"])} if "by" in spoken else set())
        said.append(
            {
                "id": f"st.{leaf}",
                "case": "t",
                "speaker": speaker,
                "setting": "interrogation",
                **spoken,
                **SOURCE,
            }
        )
        assertions.append(
            {"id": leaf, "statement": f"st.{leaf}", "claim": claim, "polarity": "affirms", **SOURCE, **row}
        )
        if claim != "k":
            claims.setdefault(claim, {"id": claim, "kind": "accusation", "person": of})
    said_of = [p for ways in elements.values() for way in ways for p in way]
    said_of += [str(row[end]) for row in rows.get("inferences", []) for end in ("premise", "target")]
    for claim in said_of:
        if claim not in leaves and claim not in elements:
            claims.setdefault(claim, {"id": claim, "kind": "accusation", "person": accused})
    tables = {
        "sources": [{"id": "s", "title": "An invented register"}],
        "cases": [{"id": "t", "name": "A trial"}],
        "charges": [{"id": "k", "case": "t", "accused": accused, **SOURCE}],
        "elements": [
            {"id": each, "charge": "k", "role": (roles or {}).get(each, "other"), "text": each}
            for each in elements
        ],
        "inferences": [
            {"inference": f"i.{element}.{at}", "target": element, "premise": premise}
            for element, ways in elements.items()
            for at, way in enumerate(ways)
            for premise in way
        ],
        "statements": said,
        "assertions": assertions,
        "claims": list(claims.values()),
    }
    for name, more in rows.items():
        tables[name] = [*tables.get(name, []), *more]
    people |= {str(row["person"]) for row in tables.get("events", []) if row.get("person")}
    people -= {"none"}
    tables["persons"] = [{"id": each, "name": each.upper()} for each in sorted(people)] + list(
        tables.get("persons", [])
    )
    return CaseFile.from_frames(META, {name: frame(*each) for name, each in tables.items() if each})


RULES = """
[ruleset]
id = "test"
independence_level = "{level}"
"""
RULE = """
[[rule]]
id = "{id}"
kind = "{kind}"
{body}
source = [{{work = "a fixture", verified = true}}]
"""


def rules(level: str = "interrogator", **bodies: str):
    """A rule set: rule id -> the TOML lines of its body (``need`` makes it a ``require`` rule)."""
    from showtrial.audit.rules.ruleset import load_rules

    text = RULES.format(level=level)
    for name, body in bodies.items():
        text += RULE.format(id=name, kind="require" if "need" in body else "exclude", body=body)
    return load_rules(text)


COERCED = 'when = "any(pressure, grade >= documented)"'
RETRACTED = 'when = "retraction(ever)"'
CO_ACCUSED = 'when = "kind == co_accused"'
ACCOMPLICE = (
    'applies = "kind == co_accused"\n'
    'need = {corroboration = 1, scope = "claim", implicates_accused = true, independent = true, not_from = ["co_accused"]}'
)
MUTUAL = ACCOMPLICE.replace('["co_accused"]', "[]")
CORPUS = (
    'applies = "kind == confession"\nneed = {corroboration = 1, scope = "corpus", not_from = ["confession"]}'
)
FRUITS = 'when = "any(derivation, kind == led_to_discovery and excluded(to))"'


def pressure(leaf: str, grade: str = "documented", **row: object) -> dict[str, object]:
    return {
        "id": f"p.{leaf}",
        "kind": "pressure",
        "about": f"st.{leaf}",
        "method": "beating",
        "grade": grade,
        **SOURCE,
        **row,
    }
