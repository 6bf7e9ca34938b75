"""Does the packaged case file ``moscow`` hold what was coded, whole and unchanged?"""

from __future__ import annotations

import csv
import datetime
import re
import sys
import tomllib
from collections import Counter
from pathlib import Path

import pytest
import yaml

REPOSITORY = Path(__file__).parents[2]
CASE = REPOSITORY / "src" / "showtrial" / "cases" / "moscow"
FACTS = REPOSITORY / "coding" / "moscow" / "facts"
SCHEMA = yaml.safe_load((REPOSITORY / "src/showtrial/record/schema.yaml").read_text(encoding="utf-8"))

Rows = list[dict[str, str]]


def _rows(path: Path) -> Rows:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture(scope="module")
def case() -> dict[str, Rows]:
    return {
        name: _rows(CASE / f"{name}.csv") if (CASE / f"{name}.csv").exists() else []
        for name in SCHEMA["tables"]
    }


@pytest.fixture(scope="module")
def facts() -> dict[str, Rows]:
    return {path.stem: _rows(path) for path in sorted(FACTS.glob("*.csv"))}


def _by_id(rows: Rows) -> dict[str, dict[str, str]]:
    return {row["id"]: row for row in rows}


def _namings(case: dict[str, Rows]) -> list[tuple[str, str, str]]:
    claims, statements = _by_id(case["claims"]), _by_id(case["statements"])
    found = []
    for row in case["assertions"]:
        claim = claims.get(row["claim"])
        if claim and claim["kind"] in ("accusation", "exculpation"):
            found.append((statements[row["statement"]]["speaker"], claim["person"], claim["kind"]))
    return found


def _subjects(case: dict[str, Rows]) -> dict[str, set[str]]:
    """Act -> to whom it was done: the column and the roles."""
    found = {row["id"]: {row["person"]} - {""} for row in case["events"]}
    for row in case["roles"]:
        if row["role"] == "subject" and row["person"]:
            found[row["act"]].add(row["person"])
    return found


def _earliest(date: str) -> datetime.date:
    year, month, day, *_ = [*date.replace("~", "").split("/")[0].split("-"), "1", "1"]
    return datetime.date(int(year), int(month), int(day))


# ---- the form


def test_columns_are_those_of_the_schema_and_in_its_order(case: dict[str, Rows]) -> None:
    for name, rows in case.items():
        if rows:
            table = SCHEMA["tables"][name]
            known = [*table["columns"], *(SCHEMA["attestation"] if table.get("attested") else [])]
            columns = list(rows[0])
            assert columns == [c for c in known if c in columns] + sorted(
                c for c in columns if c.startswith("x_")
            )


def test_no_column_is_wholly_empty(case: dict[str, Rows]) -> None:
    for name, rows in case.items():
        for column in rows[0] if rows else ():
            assert column == "id" or any(row[column] for row in rows), f"{name}.{column}"


def test_an_id_occurs_once(case: dict[str, Rows]) -> None:
    counts = Counter(row["id"] for rows in case.values() for row in rows if row.get("id"))
    assert [name for name, n in counts.items() if n > 1] == []


def test_pointers_lead_to_rows(case: dict[str, Rows]) -> None:
    homes = {row["id"]: name for name, rows in case.items() for row in rows if row.get("id")}
    wrong = []
    for name, rows in case.items():
        table = SCHEMA["tables"][name]
        columns = {**table["columns"], **(SCHEMA["attestation"] if table.get("attested") else {})}
        for column, spec in columns.items():
            if spec["type"] not in ("ref", "refs"):
                continue
            for row in rows:
                for pointer in filter(None, row.get(column, "").split("; ")):
                    home = homes.get(pointer)
                    right = home and ("any" in spec["to"] or home in spec["to"])
                    if not right and not (pointer == "none" and spec.get("none")):
                        wrong.append((name, column, pointer))
    assert wrong == []


def test_words_are_in_the_vocabularies(case: dict[str, Rows]) -> None:
    added = tomllib.loads((CASE / "casefile.toml").read_text(encoding="utf-8"))["vocabulary"]
    wrong = []
    for name, rows in case.items():
        table = SCHEMA["tables"][name]
        columns = {**table["columns"], **(SCHEMA["attestation"] if table.get("attested") else {})}
        for column, spec in columns.items():
            if spec["type"] in ("vocab", "vocabs"):
                words = {*spec["words"], *added.get(f"{name}.{column}", ())}
                said = {word for row in rows for word in filter(None, row.get(column, "").split("; "))}
                wrong += [(name, column, word) for word in sorted(said - words)]
    assert wrong == []
    for column, words in added.items():
        name, _, field = column.partition(".")
        assert set(words) <= {row[field] for row in case[name]}, column


def test_what_must_be_there_is_there(case: dict[str, Rows]) -> None:
    for name, rows in case.items():
        table = SCHEMA["tables"][name]
        needed = [column for column, spec in table["columns"].items() if spec.get("required")]
        needed += ["source"] if table.get("source_required") else []
        for row in rows:
            assert all(row[column] for column in needed), (name, row)


def test_rows_keep_certainty_and_reading_of_their_facts(
    case: dict[str, Rows], facts: dict[str, Rows]
) -> None:
    coded = {
        **_by_id(case["assertions"]),
        **_by_id(case["events"]),
        **_by_id(case["charges"]),
        **_by_id(case["persons"]),
        **_by_id(case["cases"]),
        **_by_id(case["figures"]),
        **_by_id(case["readings"]),
    }
    prefixes = {
        "namings": "",
        "persons": "",
        "cases": "",
        "events": "e.",
        "coercion": "p.",
        "statistics": "f.",
        "claims": "as.",
        "seed_claims": "b.",
    }
    pairs = [(row, coded[prefix + row["id"]]) for name, prefix in prefixes.items() for row in facts[name]]
    pairs += [(row, coded[f"b.{row['id']}"]) for row in facts["claims"]]
    pairs += [(row, coded[f"ch.{row['case_id']}.{row['person_id']}"]) for row in facts["proceedings"]]
    assert [
        fact
        for fact, row in pairs
        if (fact["confidence"], fact["basis"]) != (row["certainty"], row["checked"])
    ] == []


# ---- the counts


def test_persons(case: dict[str, Rows]) -> None:
    kinds = Counter(row["kind"] for row in case["persons"])
    assert kinds[""] == 225
    assert set(kinds) == {"", "body"}


def test_cases_and_charges(case: dict[str, Rows]) -> None:
    assert len(case["cases"]) == 8
    assert len({(row["case"], row["accused"]) for row in case["charges"]}) == len(case["charges"]) == 96
    assert all(
        row["verdict"] == f"v.{row['case']}" and row["finding"] and row["sentence"] for row in case["charges"]
    )


def test_namings(case: dict[str, Rows]) -> None:
    namings = _namings(case)
    assert len(namings) == 581
    assert len({(speaker, named) for speaker, named, _ in namings}) == 468
    assert len({speaker for speaker, _, _ in namings}) == 99
    assert len({named for _, named, _ in namings}) == 137
    assert sum(kind == "exculpation" for _, _, kind in namings) == 3


def test_namings_are_those_of_the_facts(case: dict[str, Rows], facts: dict[str, Rows]) -> None:
    claims, statements, said = (_by_id(case[name]) for name in ("claims", "statements", "assertions"))
    for fact in facts["namings"]:
        row = said[fact["id"]]
        act, claim = statements[row["statement"]], claims[row["claim"]]
        assert (act["speaker"], claim["person"]) == (fact["namer_id"], fact["named_id"])
        assert (act["case"], act["date"]) == (fact["case_id"], fact["date"])


def test_statements_are_one_speaker_date_setting_and_case(case: dict[str, Rows]) -> None:
    own = [row for row in case["statements"] if not row["id"].startswith("d.")]
    keys = Counter(
        tuple(row[c] for c in ("case", "speaker", "speaker_as_written", "date", "setting")) for row in own
    )
    assert [key for key, n in keys.items() if n > 1] == []


def test_first_confessions(case: dict[str, Rows], facts: dict[str, Rows]) -> None:
    """Dated, 42, one of them partial; dated together with the arrest, 35."""
    statements, charges = _by_id(case["statements"]), _by_id(case["charges"])
    subjects, first = _subjects(case), {}
    arrested: dict[str, list[str]] = {}
    for row in case["events"]:
        if row["kind"] == "arrest" and row["date"]:
            for person in subjects[row["id"]]:
                arrested.setdefault(person, []).append(row["date"])
    for row in case["assertions"]:
        act = statements[row["statement"]]
        if (
            row["claim"] in charges
            and row["polarity"] in ("affirms", "partial")
            and act["setting"] == "interrogation"
        ):
            first[row["claim"]] = min(first.get(row["claim"], act["date"]), act["date"], key=_earliest)
    given = {f"ch.{r['case_id']}.{r['person_id']}": r for r in facts["proceedings"] if r["first_confession"]}
    assert len(first) == 42
    assert {charge: row["first_confession"] for charge, row in given.items()} == first
    both = {charge for charge in first if charges[charge]["accused"] in arrested}
    assert len(both) == 35
    assert both == {charge for charge, row in given.items() if row["arrested"]}
    for charge in both:
        dates = arrested[charges[charge]["accused"]]
        assert dates == [given[charge]["arrested"]]
        assert _earliest(dates[0]) <= _earliest(first[charge]) + datetime.timedelta(days=31)


def test_pleas(case: dict[str, Rows]) -> None:
    pleas = Counter(row["polarity"] for row in case["assertions"] if row["id"].startswith("pl."))
    assert pleas == {"affirms": 60, "partial": 28, "denies": 3}
    statements = _by_id(case["statements"])
    said = {
        (statements[row["statement"]]["date"], row["polarity"])
        for row in case["assertions"]
        if row["claim"] == "ch.twenty-one-1938.krestinsky"
    }
    assert said == {("1938-03-02", "denies"), ("1938-03-03", "affirms")}
    for row in case["assertions"]:
        if row["id"].startswith("pl."):
            assert statements[row["statement"]]["setting"] in ("open_court", "closed_court")


def test_arrests_deaths_and_rehabilitations(case: dict[str, Rows], facts: dict[str, Rows]) -> None:
    subjects, deeds = _subjects(case), {}
    for row in case["events"]:
        for person in subjects[row["id"]]:
            deeds.setdefault((person, row["kind"]), set()).add(row["date"])
    for row in facts["proceedings"]:
        person = row["person_id"]
        if row["arrested"]:
            assert deeds[person, "arrest"] == {row["arrested"]}, person
        if row["died"]:
            assert {(person, "execution"), (person, "murder")} & set(deeds), person
        if row["rehabilitated"]:
            assert row["rehabilitated"] in deeds[person, "rehabilitation"], person
    assert (
        len({key for key in deeds if key[1] == "arrest"}) == 83 + 1 + 5
    )  # and Medvedev, and five outside the cases


def test_claims_and_what_bears_on_them(case: dict[str, Rows], facts: dict[str, Rows]) -> None:
    claims, said, readings = (_by_id(case[name]) for name in ("claims", "assertions", "readings"))
    assert len(facts["claims"]) == 53
    for fact in facts["claims"]:
        row = readings[f"b.{fact['id']}"]
        assert claims[f"c.{fact['id']}"]["kind"] in ("meeting", "presence", "circumstance", "story")
        assert said[f"as.{fact['id']}"]["claim"] == row["row"] == f"c.{fact['id']}"
        assert (row["value"], row["weight"], row["text"]) == (
            fact["bearing"],
            fact["strength"],
            fact["check"],
        )
        assert row["source"] == fact["source_of_check"]
        assert not row["column"]


def test_article(case: dict[str, Rows], facts: dict[str, Rows]) -> None:
    claims, readings = _by_id(case["claims"]), _by_id(case["readings"])
    verdicts = Counter(readings[f"b.{row['id']}"]["value"] for row in facts["seed_claims"])
    assert verdicts == {"supported": 17, "imprecise": 18, "contradicted": 9, "contested": 2, "omission": 1}
    assert sum(row["kind"] == "history" for row in claims.values()) == 47
    assert sum(row["statement"] == "s.article" for row in case["assertions"]) == 47


def test_pressures_events_and_figures_are_all_there(case: dict[str, Rows], facts: dict[str, Rows]) -> None:
    events = _by_id(case["events"])
    assert len(facts["coercion"]) == 46
    assert len(facts["events"]) == 69
    assert len(facts["statistics"]) == 192
    for fact in facts["coercion"]:
        row = events[f"p.{fact['id']}"]
        assert (row["x_fact"], row["title"], row["date"]) == (fact["id"], fact["method"], fact["period"])
        if row["kind"] in ("pressure", "practice", "promise"):
            assert row["method"]
            assert row["grade"]
        if row["kind"] == "pressure":
            assert row["person"] == fact["person_id"] != ""
        if row["kind"] == "practice":
            assert not row["person"]
            assert row["by"]
            assert row["date"]
    assert all(f"e.{fact['id']}" in events for fact in facts["events"])
    figures = _by_id(case["figures"])
    for fact in facts["statistics"]:
        row = figures[f"f.{fact['id']}"]
        assert row["about"] == fact["scope"]
        assert float(row["value"] or "nan") == pytest.approx(float(fact["value"] or "nan"), nan_ok=True)


def test_catalogue(case: dict[str, Rows], facts: dict[str, Rows]) -> None:
    documents = [row for row in case["statements"] if row["id"].startswith("d.")]
    assert len(documents) == 1650
    assert sum(bool(row["speaker_as_written"]) for row in documents) == 966
    assert sum(bool(row["speaker"]) for row in documents) == 684
    assert not any("title" in column for column in facts["interrogations"][0])


# ---- rules of the coding


def test_readings_hold_the_stored_value(case: dict[str, Rows]) -> None:
    stored = {row["id"]: row for rows in case.values() for row in rows if row.get("id")}
    rivals: dict[tuple[str, str], set[str]] = {}
    for row in case["readings"]:
        if row["column"] == "*":
            assert row["value"] in ("stands", "rejected")
        elif row["column"]:
            rivals.setdefault((row["row"], row["column"]), set()).add(row["value"])
    assert len(rivals) > 20
    for (name, column), values in rivals.items():
        assert stored[name][column] in values, (name, column)
        assert len(values) > 1, (name, column)


def test_nobody_plays_a_part_twice(case: dict[str, Rows]) -> None:
    parts = {
        (name, column): spec["part"]
        for name, table in SCHEMA["tables"].items()
        for column, spec in table["columns"].items()
        if "part" in spec
    }
    said = Counter((row["act"], row["person"], row["role"]) for row in case["roles"] if row["person"])
    for (name, column), part in parts.items():
        said.update((row["id"], row[column], part) for row in case[name] if row.get(column))
    assert [key for key, n in said.items() if n > 1] == []


def test_locators_do_not_outnumber_sources(case: dict[str, Rows]) -> None:
    for rows in case.values():
        for row in rows:
            assert len(row.get("locator", "").split("; ")) <= len(row.get("source", "").split("; "))


def test_words_of_time_are_in_the_dictionary(case: dict[str, Rows]) -> None:
    known = tomllib.loads((CASE / "casefile.toml").read_text(encoding="utf-8"))["times"]
    words = {
        row["time"]
        for rows in case.values()
        for row in rows
        if row.get("time") and not row["time"][0].isdigit()
    }
    assert words == set(known)


def test_it_says_that_no_historian_has_reviewed_it() -> None:
    said = tomllib.loads((CASE / "casefile.toml").read_text(encoding="utf-8"))
    assert said["reviewed"] is False
    assert "not reviewed by a historian" in said["description"]
    assert said["living_purpose"]


# ---- the trial of the sixteen, charge by charge

SIXTEEN = "sixteen-1936"
REPORT = REPOSITORY.parent / "shared" / "data" / "moscow-1936-report" / "sections.csv"
SPAN = re.compile(r"section (\d+) #(\d+)-(\d+)")


def _of_the_sixteen(case: dict[str, Rows]) -> Rows:
    return [row for row in case["charges"] if row["case"] == SIXTEEN]


def _heads_of_the_sixteen(case: dict[str, Rows]) -> tuple[Rows, Rows]:
    charges = {row["id"] for row in _of_the_sixteen(case)}
    others = tuple(
        f"in.{short}." for short in ("leningrad", "kremlin", "seventeen", "military", "twenty-one")
    )
    elements = [row for row in case["elements"] if row["charge"] in charges]
    return elements, [row for row in case["inferences"] if not row["inference"].startswith(others)]


def test_the_sixteen_are_coded_to_these_counts(case: dict[str, Rows]) -> None:
    elements, inferences = _heads_of_the_sixteen(case)
    assert len(elements) == 7 * 7 + 9 * 5
    assert len({row["inference"] for row in inferences}) == 180
    assert sum(row["id"].startswith("c.sx.") for row in case["claims"]) == 70
    words = Counter(row["kind"] for row in case["assertions"] if row["id"].startswith(("sx.", "lw.")))
    assert words == {
        "confession": 150,
        "co_accused": 117,
        "witness": 18,
        "defence": 6,
        "physical": 1,
        "document": 1,
    }
    assert sum(row["kind"] == "cited_by_court" for row in case["links"]) == 279


def test_the_same_charge_has_the_same_elements(case: dict[str, Rows]) -> None:
    asked: dict[str, list[tuple[str, str]]] = {}
    elements, _ = _heads_of_the_sixteen(case)
    for row in elements:
        asked.setdefault(row["charge"], []).append((row["id"].rpartition(".")[2], row["role"]))
    assert set(asked) == {row["id"] for row in _of_the_sixteen(case)}
    shapes = Counter(tuple(elements) for elements in asked.values())
    assert sorted(shapes.values()) == [7, 9]
    for charge in asked:
        shared = [
            row["text"] for row in case["elements"] if row["charge"] == charge and row["role"] == "corpus"
        ]
        assert len(shared) in (2, 3)


def test_every_element_has_an_inference_and_every_premise_somebody_who_says_it(
    case: dict[str, Rows],
) -> None:
    elements, inferences = _heads_of_the_sixteen(case)
    targets = {row["target"] for row in inferences}
    assert [row["id"] for row in elements if row["id"] not in targets] == []
    said = {row["claim"] for row in case["assertions"] if row["polarity"] == "affirms"} | targets
    mute = {row["premise"] for row in inferences} - said
    # He denied in court that he shared the aim, and nobody is on record who says it of him.
    assert mute == {"c.sx.aim.holtzman"}


def test_new_claims_of_the_sixteen_are_no_namings(case: dict[str, Rows]) -> None:
    kinds = {row["kind"] for row in case["claims"] if row["id"].startswith("c.sx.")}
    assert kinds == {"story", "circumstance", "other"}


def test_what_the_court_cited_supports_the_charge(case: dict[str, Rows]) -> None:
    charges = {row["id"] for row in _of_the_sixteen(case)}
    said = _by_id(case["assertions"])
    for row in case["links"]:
        if row["kind"] == "cited_by_court":
            assert row["from"] in charges
            cited = said[row["to"]]
            assert (cited["layer"], cited["polarity"]) == ("cited_in_judgment", "affirms")
            assert row["locator"]


def test_papers_cover_only_those_who_were_accused_by_then(case: dict[str, Rows]) -> None:
    covered: dict[str, set[str]] = {}
    for row in case["roles"]:
        if row["act"].startswith("pd.") and row["role"] == "covered":
            covered.setdefault(row["act"], set()).add(row["person"])
    late = {"evdokimov", "ter-vaganyan", "lurye-m", "lurye-n"}
    assert len(covered["pd.letter-outcome"]) == len(covered["pd.indictment-7-aug"]) == 12
    assert not late & covered["pd.letter-outcome"]
    assert len(covered["pd.indictment-10-aug"]) == 14
    readings = {row["value"] for row in case["readings"] if row["row"] == "pd.letter-outcome"}
    assert readings == {"stands", "rejected"}


def test_passages_have_one_form(case: dict[str, Rows]) -> None:
    spans = _spans(case)
    assert len(spans) > 600
    assert all(first < last for _, first, last in spans)


def test_passages_lie_within_the_sections_of_the_report(case: dict[str, Rows]) -> None:
    if not REPORT.exists():
        pytest.skip(f"the report is not here: {REPORT.relative_to(REPOSITORY.parent)}")
    csv.field_size_limit(1 << 24)
    length = {int(row["order"]): len(row["text"]) for row in _rows(REPORT)}
    assert [span for span in _spans(case) if span[2] > length[span[0]]] == []


def _of_the_report(case: dict[str, Rows]) -> Rows:
    return [row for row in case["assertions"] if row["id"].startswith(("sx.", "lw.")) and row["begins"]]


def test_every_assertion_of_the_sixteen_has_the_first_words_of_its_passage(case: dict[str, Rows]) -> None:
    rows = _of_the_report(case)
    assert len(rows) == 293
    assert all(4 <= len(row["begins"].split()) <= 12 for row in rows)


def test_the_words_stand_at_the_passage_and_nowhere_else_in_the_section(case: dict[str, Rows]) -> None:
    """A browser that looks for them finds the passage: whole words, in capitals or not, one place."""
    if not REPORT.exists():
        pytest.skip(f"the report is not here: {REPORT.relative_to(REPOSITORY.parent)}")
    csv.field_size_limit(1 << 24)
    text = {row["order"]: row["text"] for row in _rows(REPORT)}
    for row in _of_the_report(case):
        section, first, last = SPAN.fullmatch(row["locator"]).groups()
        assert text[section][int(first) : int(last)].startswith(row["begins"]), row["id"]
        after = text[section][int(first) + len(row["begins"])]
        assert not after.isalnum(), row["id"]
        whole = rf"(?<!\w){re.escape(row['begins'])}(?!\w)"
        found = [each.start() for each in re.finditer(whole, text[section], re.IGNORECASE)]
        assert found == [int(first)], row["id"]


def test_every_passage_lies_in_a_part_that_can_be_read(case: dict[str, Rows]) -> None:
    parts = {row["part"]: row for row in case["sources"] if row["parent"] == "zk1936"}
    assert list(parts) == [f"section {n}" for n in range(1, 36)]
    assert len({row["url"] for row in parts.values()}) == 35
    assert {f"section {section}" for section, _, _ in _spans(case)} <= set(parts)


def test_the_parts_are_the_sections_of_the_report(case: dict[str, Rows]) -> None:
    if not REPORT.exists():
        pytest.skip(f"the report is not here: {REPORT.relative_to(REPOSITORY.parent)}")
    csv.field_size_limit(1 << 24)
    coded = [(row["part"], row["title"], row["url"]) for row in case["sources"] if row["parent"] == "zk1936"]
    assert coded == [(f"section {row['order']}", row["label"], row["url"]) for row in _rows(REPORT)]


def _spans(case: dict[str, Rows]) -> list[tuple[int, int, int]]:
    found = []
    for rows in case.values():
        for row in rows:
            if row.get("locator", "").startswith("section "):
                place = SPAN.fullmatch(row["locator"])
                assert place is not None, row
                assert row["source"].split("; ")[0] == "zk1936", row
                found.append((int(place[1]), int(place[2]), int(place[3])))
    return found


# ---- the way it was made


def test_a_rebuild_gives_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(REPOSITORY))
    for name in [name for name in sys.modules if name == "coding" or name.startswith("coding.")]:
        monkeypatch.delitem(sys.modules, name)
    from coding.moscow.build import build

    assert build() == {path.name: path.read_bytes() for path in sorted(CASE.iterdir()) if path.is_file()}
