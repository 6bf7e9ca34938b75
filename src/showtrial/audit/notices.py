"""What is missing, or goes round in a circle, so that a question cannot be asked?"""

from __future__ import annotations

from collections.abc import Collection

from showtrial.audit.algebra.components import components
from showtrial.audit.algebra.tables import truth_tables
from showtrial.audit.graph import ALL_LAYERS, support_graph
from showtrial.errors import Problem, SchemaError
from showtrial.record.casefile import CaseFile


def notices(case: CaseFile, charges: Collection[str]) -> tuple[Problem, ...]:
    """Return what keeps questions about `charges` from being asked, with its place.

    Raises
    ------
    SchemaError
        If what led to the discovery of what goes round in a circle.
    """
    _refuse_circles(case)
    return (*_without_elements(case, charges), *_baseless(case))


def _without_elements(case: CaseFile, charges: Collection[str]) -> list[Problem]:
    coded = set(case["elements"]["charge"])
    hint = "add them to elements.csv; until then what the charge rests on is not on record"
    return [
        Problem(
            "charges.csv", at + 2, "id", f"{charge} has no elements", "what must hold for the charge", hint
        )
        for at, charge in enumerate(case["charges"]["id"])
        if charge in charges and charge not in coded
    ]


def _baseless(case: CaseFile) -> list[Problem]:
    """Name the circles of support that no leaf reaches: they support nothing."""
    graph = support_graph(case, ALL_LAYERS)
    needs = {node: [p for premises in ways for p in premises] for node, ways in graph.inferences.items()}
    numbers = {
        node: at for at, node in enumerate(sorted({*needs, *(p for ps in needs.values() for p in ps)}))
    }
    names = list(numbers)
    held = truth_tables(graph, dict.fromkeys(graph.leaves, 1), 1)
    rings = components({numbers[node]: [numbers[p] for p in ps] for node, ps in needs.items()})
    found = []
    for ring in rings:
        nodes = sorted(names[at] for at in ring)
        circular = len(ring) > 1 or nodes[0] in needs.get(nodes[0], ())
        if circular and not any(held.get(node) for node in nodes):
            came = f"{' and '.join(nodes)} support only each other"
            found.append(Problem("inferences.csv", 0, "premise", came, "a statement on which they rest"))
    return found


def _refuse_circles(case: CaseFile) -> None:
    links = case["links"].filter(case["links"]["kind"] == "led_to_discovery").select("from", "to").rows()
    numbers = {name: at for at, name in enumerate(sorted({end for link in links for end in link}))}
    names = list(numbers)
    needs: dict[int, list[int]] = {}
    for later, earlier in links:
        needs.setdefault(numbers[later], []).append(numbers[earlier])
    for ring in components(needs):
        if len(ring) > 1 or ring[0] in needs.get(ring[0], ()):
            came = f"a derivation that goes round: {' > '.join(sorted(names[at] for at in ring))}"
            raise SchemaError([Problem("links.csv", 0, "kind", came, "led_to_discovery without a circle")])
