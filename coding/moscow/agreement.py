"""Do two passes of coding give the same answers, field by field?

``python -m coding.moscow.agreement`` compares the forms of the second pass (``hand/second_*.csv``) with the
first pass and prints one line a field, then every disagreement. It measures how consistently one codebook is
applied by one method. It is not the agreement of two historians.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from coding.moscow.book import HERE, Row, hand
from coding.moscow.second import menu, opaque

FOLDER = HERE / "hand"
#: The forms, in the order in which they are told.
FORMS = ("words", "elements", "citations", "derivations", "papers", "pressures")
#: A claim that the first pass has for the same speaker in a passage that overlaps the one drawn counts too.
WIDE = "claim, there or in an overlapping passage"
_LINE = "| {} | {} | {} | {} | {} | {} |"


@dataclass(frozen=True)
class Answer:
    """One thing that both passes had to decide.

    Attributes
    ----------
    form, field : str
        Where it was asked.
    unit : str
        The passage, element or row that it is about.
    first, second : hashable
        What each pass answered; for a choice from a list, whether it was chosen.
    choice : str
        For a choice from a list: what was to be chosen or left. Things that both left count for kappa only.
    listed : bool
        Whether the list of what could have been chosen is a closed one. Without it there is no kappa.
    """

    form: str
    field: str
    unit: str
    first: Hashable
    second: Hashable
    choice: str = ""
    listed: bool = True


def kappa(pairs: Sequence[tuple[Hashable, Hashable]]) -> float | None:
    r"""Return Cohen's kappa, the agreement beyond what chance would give.

    .. math:: \kappa = \frac{p_o - p_e}{1 - p_e}, \qquad p_e = \sum_k p_{1k}\, p_{2k}

    with :math:`p_o` the share of equal pairs and :math:`p_{ik}` the share of answer `k` in pass `i`.

    Parameters
    ----------
    pairs : sequence of (first, second)
        The answers of both passes.

    Returns
    -------
    float or None
        1 for full agreement, 0 for that of chance. None where there are no pairs, or where both passes
        give one and the same answer throughout: without variation kappa is undefined.

    References
    ----------
    Cohen, J. (1960). A coefficient of agreement for nominal scales. Educational and Psychological
    Measurement, 20(1), 37-46. https://doi.org/10.1177/001316446002000104

    Examples
    --------
    Fifty answers: 20 twice yes, 15 twice no, 5 yes and no, 10 no and yes. Equal are 35 of 50, that is 0.7.
    The first says yes 25 times, the second 30 times: by chance 0.5 x 0.6 + 0.5 x 0.4 = 0.5 would be equal.

    >>> pairs = [("y", "y")] * 20 + [("n", "n")] * 15 + [("y", "n")] * 5 + [("n", "y")] * 10
    >>> round(kappa(pairs), 10)
    0.4
    >>> kappa([("y", "y")] * 9) is None
    True
    """
    n = len(pairs)
    first, second = Counter(one for one, _ in pairs), Counter(two for _, two in pairs)
    chance = sum(first[answer] * second[answer] for answer in first)
    if chance == n * n:  # also where n = 0
        return None
    return (n * sum(one == two for one, two in pairs) - chance) / (n * n - chance)


def table(answers: Iterable[Answer]) -> str:
    """Return one line a field: how many answers, how many are equal, and kappa.

    For a choice from a list, n is what at least one pass chose, and equal is what both chose; kappa is
    over everything that could have been chosen.
    """
    fields: dict[tuple[str, str], list[Answer]] = defaultdict(list)
    for answer in answers:
        fields[answer.form, answer.field].append(answer)
    lines = [_LINE.format("form", "field", "n", "equal", "per cent", "kappa"), "|---|---|--:|--:|--:|--:|"]
    for (form, field), found in fields.items():
        told = [answer for answer in found if not answer.choice or answer.first or answer.second]
        equal = sum(answer.first == answer.second for answer in told)
        share = f"{100 * equal / len(told):.0f}" if told else "–"
        value = kappa([(answer.first, answer.second) for answer in found])
        beyond = "–" if not found[0].listed else "no variation" if value is None else f"{value:.2f}"
        lines.append(_LINE.format(form, field, len(told), equal, share, beyond))
    return "\n".join(lines)


def disagreements(answers: Iterable[Answer]) -> list[str]:
    """Tell every answer that is not equal: first pass / second pass; what is told as a claim is told once."""
    told = []
    for each in answers:
        if each.first != each.second and each.field != WIDE:
            answered = f"{_shown(each.first)} / {_shown(each.second)}"
            if each.choice:
                answered = f"{each.choice}: only in the {'first' if each.first else 'second'} pass"
            told.append(f"{each.form}, {each.unit}, {each.field}: {answered}")
    return told


def _shown(answer: Hashable) -> str:
    return str(answer) or "(empty)"


def compared(folder: Path = FOLDER) -> list[Answer]:
    """Return every answer of the second pass beside that of the first.

    Parameters
    ----------
    folder : Path
        Where the filled forms lie, as ``second_words.csv`` and so on.
    """
    ask = (_words, _elements, _citations, _derivations, _papers, _pressures)
    return [answer for form, each in zip(FORMS, ask, strict=True) for answer in each(_filled(folder, form))]


def _filled(folder: Path, form: str) -> list[Row]:
    with (folder / f"second_{form}.csv").open(encoding="utf-8-sig", newline="") as lines:
        return [{key: (cell or "").strip() for key, cell in row.items()} for row in csv.DictReader(lines)]


def _units(rows: Iterable[Row], names: str) -> dict[tuple[str, ...], list[Row]]:
    """Group rows by the unit that was drawn."""
    found: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in rows:
        found[tuple(row[name] for name in names.split())].append(row)
    return found


def _same(form: str, unit: str, first: Row, second: Row, fields: str) -> Iterator[Answer]:
    for name in fields.split():
        yield Answer(form, name, unit, first.get(name, "").casefold(), second.get(name, "").casefold())


def _chosen(
    form: str, field: str, unit: str, first: Iterable[str], second: Iterable[str], known: Iterable[str]
) -> Iterator[Answer]:
    """Yield a choice from a closed list, item by item; what stands outside of the list too."""
    one, two = set(first), set(second)
    for item in dict.fromkeys([*known, *sorted(one | two)]):
        yield Answer(form, field, unit, item in one, item in two, item)


def _named(form: str, field: str, unit: str, first: Iterable[str], second: Iterable[str]) -> Iterator[Answer]:
    """Yield what was named without a list to choose from."""
    one, two = set(first), set(second)
    for item in sorted(one | two):
        yield Answer(form, field, unit, item in one, item in two, item, listed=False)


def _menu(use: str) -> list[str]:
    return [row["id"] for row in menu() if use in row["use"].split()]


def _full(claim: str) -> str:
    return claim if claim.startswith(("ch.", "c.")) else f"c.sx.{claim}"


def _by_claim(rows: Iterable[Row]) -> dict[str, Row]:
    return {_full(row["claim"]): row for row in rows if row["claim"] not in ("", "none")}


def _words(filled: list[Row]) -> Iterator[Answer]:
    coded = hand("sixteen_statements")
    exact = _units(coded, "speaker section from to")
    for unit, rows in _units(filled, "speaker section from to").items():
        speaker, section, start, end = unit
        name = f"{speaker} section {section} #{start}-{end}"
        first, second = _by_claim(exact[unit]), _by_claim(rows)
        near = {
            _full(row["claim"])
            for row in coded
            if (row["speaker"], row["section"]) == (speaker, section)
            and int(row["from"]) < int(end)
            and int(start) < int(row["to"])
        }
        yield from _chosen("words", "claim", name, first, second, _menu("words"))
        wide = {*first, *(near & set(second))}
        yield from _chosen("words", WIDE, name, wide, second, _menu("words"))
        for claim in filter(second.__contains__, first):
            fields = "polarity basis kind layer certainty level"
            yield from _same("words", f"{name} {claim}", first[claim], second[claim], fields)
        yield from _same("words", name, exact[unit][0], rows[0], "setting mediation")


def _elements(filled: list[Row]) -> Iterator[Answer]:
    coded = _units(hand("sixteen_inferences"), "target")
    for (element,), rows in _units(filled, "element").items():
        rows = [row for row in rows if row["claim"] not in ("", "none")]
        premises = [{**row, "claim": row["premise"], "way": row["inference"]} for row in coded[element,]]
        first, second = _by_claim(premises), _by_claim(rows)
        yield from _chosen("elements", "claim", element, first, second, _menu("elements"))
        yield from _named("elements", "claims enough together", element, _ways(premises), _ways(rows))
        for claim in filter(second.__contains__, first):
            yield from _same("elements", f"{element} {claim}", first[claim], second[claim], "layer")


def _ways(rows: Iterable[Row]) -> set[str]:
    return {" + ".join(sorted({_full(row["claim"]) for row in way})) for way in _units(rows, "way").values()}


def _citations(filled: list[Row]) -> Iterator[Answer]:
    said = {row["id"]: row for row in hand("sixteen_statements")}
    coded = _units(hand("sixteen_citations"), "section from to")
    accused = [charge.rpartition(".")[2] for charge in _menu("words") if charge.startswith("ch.")]
    for unit, rows in _units(filled, "section from to").items():
        name = f"section {unit[0]} #{unit[1]}-{unit[2]}"
        first: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for row in coded[unit]:
            words = said[row["assertion"]]
            first[words["speaker"], _full(words["claim"])].append(row)
        second = {(row["speaker"], _full(row["claim"])): row for row in rows if row["claim"]}
        yield from _same("citations", name, coded[unit][0], rows[0], "by")
        speakers = [{who for who, _ in each} for each in (first, second)]
        yield from _named("citations", "speaker", name, *speakers)
        yield from _named("citations", "speaker and claim", name, map(" ".join, first), map(" ".join, second))
        for key in filter(second.__contains__, first):
            unit_name = f"{name} {' '.join(key)}"
            charged = [row["charge"] for row in first[key]]
            again = [each.rpartition(".")[2] for each in second[key]["charges"].split()]
            yield from _chosen("citations", "charge", unit_name, charged, again, accused)
            yield from _same("citations", unit_name, first[key][0], second[key], "level")


def _derivations(filled: list[Row]) -> Iterator[Answer]:
    fields = "who who_setting whose whose_setting whose_date kind level certainty"
    coded = _units(
        (
            {**row, "to": row["end"], "from": row["start"], **_ends(row["from"], row["to"])}
            for row in hand("sixteen_derivations")
        ),
        "section from to",
    )
    for unit, rows in _units(filled, "section from to").items():
        name = f"section {unit[0]} #{unit[1]}-{unit[2]}"
        first = {row["whose"]: row for row in coded[unit]}
        for row in rows:
            yield from _same("derivations", name, first.get(row["whose"], coded[unit][0]), row, fields)


def _ends(later: str, earlier: str) -> Row:
    """Read speaker, date and setting from the ids of two statements: s.case.speaker.date.setting."""
    (_, _, who, _, who_setting), (_, _, whose, date, setting) = later.split("."), earlier.split(".")
    date = date.replace("_", "/")
    return {
        "who": who,
        "who_setting": who_setting,
        "whose": whose,
        "whose_date": date,
        "whose_setting": setting,
    }


def _papers(filled: list[Row]) -> Iterator[Answer]:
    coded = {opaque(row["id"]): row for row in hand("sixteen_events")}
    for row in filled:
        first = coded[row["unit"]]
        yield from _same("papers", first["id"], first, row, "kind date time state authority value")
        covered = (" ".join(sorted(each["covered"].split())) for each in (first, row))
        yield Answer("papers", "covered", first["id"], *covered)


def _pressures(filled: list[Row]) -> Iterator[Answer]:
    coded = {opaque(row["id"]): row for row in hand("pressures")}
    for row in filled:
        first = coded[row["unit"]]
        yield from _same("pressures", first["id"], first, row, "kind grade")
        yield from _named(
            "pressures",
            "method",
            first["id"],
            *(filter(None, each["method"].split("; ")) for each in (first, row)),
        )


if __name__ == "__main__":
    found = compared()
    print(table(found))
    print("\nDisagreements (first pass / second pass):\n")
    print("\n".join(f"- {line}" for line in disagreements(found)))
