"""Slow, obvious definition of one world: which leaves are admitted, and what they support."""

from __future__ import annotations

from itertools import combinations

from showtrial.audit.admission import Admission
from tests.naive import support


def supported(admission: Admission, on: set[str], run: str) -> bool:
    """Whether the charge has support with exactly the rules `on`, by trying it out."""
    graph, rules = admission.graph, [rule for rule in admission.rules.rules if rule.id in on]
    admitted = {leaf for leaf in graph.leaves if stands(admission, leaf, rules, run)}
    conditions = {}
    for leaf in graph.leaves:
        asked = []
        for rule in rules:
            if rule.kind == "require" and settle(admission, rule, leaf, run):
                others = [other for other in graph.leaves if fits(admission, rule, leaf, other, run)]
                asked.append(list(combinations(others, rule.need.corroboration)))
        conditions[leaf] = asked
    standing = support.admitted_in(graph, admitted, conditions)
    return support.holds(graph, admission.charge, standing)


def settle(admission, rule, leaf, run):
    value = admission.answer(rule, leaf).value
    if value is None:
        return rule.unknown == "exclude" or (rule.unknown == "report" and run == "strict")
    return value


def stands(admission, leaf, rules, run):
    """No active rule sets the leaf aside; what it was found through counts for ``fruits``."""
    for rule in rules:
        if rule.kind == "exclude" and settle(admission, rule, leaf, run):
            if not rule.uses("excluded"):
                return False
            for each in admission.evidence.applied("derivation", leaf):
                if each.row["kind"] == "led_to_discovery" and not stands(
                    admission, each.row["to"], rules, run
                ):
                    return False
    return True


def fits(admission, rule, leaf, other, run):
    """Whether `other` corroborates `leaf`, spelled out from the need of the rule."""
    need, graph, evidence = rule.need, admission.graph, admission.evidence
    if other == leaf:
        return False
    if need.scope == "corpus":
        roles = dict(evidence.case["elements"].select("id", "role").iter_rows())
        corpus = [each for each in graph.elements[admission.charge] if roles[each] == "corpus"]
        if other not in graph.cone(corpus).leaves:
            return False
    elif not any(leaf in held and other in held for held in graph.direct.values()):
        return False
    kind = evidence.assertions[other]["kind"]
    if kind in need.not_from:
        return False
    unsure = kind is None and bool(need.not_from)
    if need.implicates_accused:
        claim = evidence.assertions[other]["claim"]
        whom = (
            evidence.claims[claim]["person"]
            if claim in evidence.claims
            else evidence.charges[claim]["accused"]
        )
        if whom != admission.accused:
            return False
    if need.independent:
        from showtrial.audit.origins import disjoint, origins

        known = origins(evidence.case)
        apart = disjoint(known[leaf], known[other], admission.rules.independence_level)
        if apart is False:
            return False
        unsure |= apart is None
    return run == "lenient" or not unsure
