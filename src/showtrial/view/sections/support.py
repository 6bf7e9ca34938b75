"""On what does each charge of a trial rest, and under which rules does it keep support?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from jinja2.utils import htmlsafe_json_dumps

from showtrial.audit.remains import Lost, Remains, findings, remains
from showtrial.record.readings import Cell
from showtrial.view.page import Page, Row, Section, anchor, clipped
from showtrial.view.sections.coded import SAID, STATES, Coded, coded, disputed
from showtrial.view.sections.switches import carried
from showtrial.view.sections.tree import Node, elements, tree_anchor, warrants_of

_ROLES = ("corpus", "agency", "intent", "other")
_RESTS = " What remains rests on "


def part(page: Page, trial: str) -> Section:
    """Return what the charges of a trial rest on, with the switches for the rules."""
    held = {each.charge: coded(each) for each in page.audit.worlds}
    charges = page.charges[trial]
    chosen = [held[row["id"]] for row in charges if row["id"] in held]
    key = f"support-{anchor(trial)[2:]}"
    data: dict[str, Any] = {"key": key, "n": len(charges), "coded": len(chosen)}
    if chosen:
        rules = chosen[0].worlds.rules
        views = _views(page, charges, held)
        tables, named = carried(chosen)
        texts = {row["text"] for row in charges}
        data |= {
            "rules": rules,
            "charges": [each for each in views if each["coded"]],
            "rows": _matrix(views),
            "width": max(len(row["charges"]) for row in _matrix(views)),
            "alike": charges[0]["text"] if len(charges) > 1 and len(texts) == 1 else None,
            "roles": [role for role in _roles(page) if any(each["roles"][role] for each in views)],
            "disputes": [_dispute(page, cell, values) for cell, values in disputed(chosen).items()],
            "counts": _counts([each["state"] for each in views if each["coded"]]),
            "states": STATES,
            "said": SAID,
            "named": named,
            "carried": htmlsafe_json_dumps(tables, separators=(",", ":")),
        }
    return Section(key=key, title="What each charge rests on", template="support", data=data)


def _roles(page: Page) -> list[str]:
    """Return the roles of elements in their order; a case file may have words of its own."""
    return list(dict.fromkeys([*_ROLES, *sorted(page.case["elements"]["role"].unique())]))


def _views(page: Page, charges: Sequence[Row], held: Mapping[str, Coded]) -> list[Row]:
    """Return every charge of the trial as the template shows it."""
    warrants = warrants_of(page)
    of_one: dict[str, int] = {}
    found, at = [], 0
    for row in charges:
        of_one[row["accused"]] = of_one.get(row["accused"], 0) + 1
        view = {
            **row,
            "coded": row["id"] in held,
            "anchor": tree_anchor(row["id"]),
            "place": of_one[row["accused"]],
            "title": clipped(row["text"] or row["law"] or row["id"], 140),
            "roles": {role: [] for role in _roles(page)},
        }
        if row["id"] in held:
            view |= {"at": at, **_supported(page, held[row["id"]], elements(held[row["id"]], warrants))}
            at += 1
        found.append(view)
    return [{**view, "several": of_one[view["accused"]] > 1} for view in found]


def _supported(page: Page, charge: Coded, tree: Sequence[Node]) -> Row:
    """Return the tree of a charge, and what is left of it with all rules on and the stored readings."""
    worlds = charge.worlds
    world = (1 << worlds.n_rules) - 1
    rules = {rule.id: (at, rule.title) for at, rule in enumerate(worlds.rules.rules, 1)}
    left = remains(worlds)[0]
    evidence = worlds.admissions[0].evidence
    titles = {rule: title for rule, (_, title) in rules.items()}
    told = next(each for each in findings((left,), evidence, titles) if each.statistic == "status")
    text, _, rests = told.text.partition(_RESTS)
    role = {node.id: page.rows["elements"][node.id]["role"] for node in tree}
    by_role: dict[str, list[Node]] = {each: [] for each in _roles(page)}
    tree = sorted(tree, key=lambda node: (list(by_role).index(role[node.id]), node.id))
    for node in tree:
        by_role[role[node.id]].append(node)
    states = [charge.state(number, world) for number in range(len(charge.number))]
    return {
        "number": charge.number[worlds.charge],
        "state": states[charge.number[worlds.charge]],
        "elements": tree,
        "roles": by_role,
        "states_of": states,
        "lost": [node.number for node in tree if states[node.number] == "n"],
        "open": [node.number for node in tree if states[node.number] == "d"],
        "by": {each.leaf: [rules[rule][0] for rule in each.by] for each in (*left.lost, *left.unsure)},
        "text": text,
        "rests": left.survivor.leaves if left.survivor and rests else (),
        "label": lambda leaf: evidence.label(leaf).removesuffix(f" [{leaf}]"),
        "gone": _gone(left, titles),
        "n_gone": len(left.lost) + len(left.unsure),
    }


def _gone(left: Remains, titles: Mapping[str, str]) -> list[Row]:
    """Put together what the same rules set aside, with the rows on which they do."""
    found = []
    for state, group in (("n", left.lost), ("d", left.unsure)):
        by_rules: dict[tuple[str, ...], list[Lost]] = {}
        for each in group:
            by_rules.setdefault(each.by, []).append(each)
        for by, every in by_rules.items():
            common = set(every[0].why).intersection(*(each.why for each in every))
            found.append(
                {
                    "state": state,
                    "by": "; ".join(titles[rule] for rule in by),
                    "common": sorted(common),
                    "leaves": [(each.leaf, [row for row in each.why if row not in common]) for each in every],
                }
            )
    return found


def _matrix(views: Iterable[Row]) -> list[Row]:
    """Return one row for each accused, with the charges in their order."""
    found: dict[str, list[Row]] = {}
    for view in views:
        found.setdefault(view["accused"], []).append(view)
    return [{"accused": accused, "charges": charges} for accused, charges in found.items()]


def _counts(states: Sequence[str]) -> dict[str, int]:
    return {state: states.count(state) for state in ("k", "n", "d")}


def _dispute(page: Page, cell: Cell, values: Sequence[str]) -> Row:
    """Return a disputed cell with its values, each with the readings that hold it."""
    row, column = cell
    readings = [
        each for each in page.case["readings"].to_dicts() if (each["row"], each["column"]) == (row, column)
    ]
    home = next((table for table, rows in page.rows.items() if row in rows), "")
    own = page.rows[home][row] if home else {}
    places = page.rows["places"]
    return {
        "row": row,
        "column": column,
        "key": ".".join(cell),
        "table": home,
        "text": own.get("text") or own.get("title") or own.get("name") or "",
        "values": [
            {
                "value": value,
                "words": places[value]["name"] if column == "place" and value in places else value,
                "held": [each for each in readings if each["value"] == value],
            }
            for value in values
        ],
    }
