"""The lattice of rule sets, against every set of rules tried one by one."""

from __future__ import annotations

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from showtrial.audit.algebra.lattice import lattice
from showtrial.audit.algebra.tables import Gate, truth_tables
from tests.audit.algebra.graphs import CONFESSIONS, WEAPON, examples
from tests.audit.algebra.test_algebra_tables import off

RULES = ("r0", "r1", "r2", "r3")


@st.composite
def tables(draw: st.DrawFn) -> tuple[int, int, int]:
    """Number of rules, of combinations, and a table; every second one as rules make it."""
    n_rules, n_combos = draw(st.integers(0, 4)), draw(st.integers(1, 3))
    worlds = n_combos << n_rules
    table = draw(st.integers(0, (1 << worlds) - 1))
    if draw(st.booleans()):  # what is killed stays killed under more rules
        table = sum(
            1 << world
            for world in range(worlds)
            if all(
                table >> (world >> n_rules << n_rules | less) & 1
                for less in range(1 << n_rules)
                if less & world == less
            )
        )
    return n_rules, n_combos, table


@examples(400)
@given(tables())
def test_lattice(made):
    n_rules, n_combos, table = made
    rules = RULES[:n_rules]
    combos = [f"reading {at}" for at in range(n_combos)]
    found = lattice(table, rules, combos)
    for at, (name, each) in enumerate(zip(combos, found.readings, strict=True)):
        alive = {mask: table >> (at << n_rules | mask) & 1 for mask in range(1 << n_rules)}
        sets = {mask: frozenset(rule for j, rule in enumerate(rules) if mask >> j & 1) for mask in alive}
        gone = [sets[mask] for mask in alive if not alive[mask]]
        there = [sets[mask] for mask in alive if alive[mask]]
        assert each.name == name
        assert set(map(frozenset, each.killing)) == {
            one for one in gone if not any(other < one for other in gone)
        }
        assert set(map(frozenset, each.surviving)) == {
            one for one in there if not any(other > one for other in there)
        }
        idle = [
            rule for j, rule in enumerate(rules) if all(alive[mask] == alive[mask | 1 << j] for mask in alive)
        ]
        assert list(each.idle) == idle
        assert each.n_surviving == len(there)
        event(f"killing sets: {len(each.killing)}")
    assert found.n_worlds == n_combos << n_rules
    assert found.share_surviving == table.bit_count() / found.n_worlds
    assert found.idle == tuple(rule for rule in rules if all(rule in each.idle for each in found.readings))


def test_confessions():
    """Either rule is enough; the charge survives two of eight sets."""
    coerced, retracted, co_accused = (off(rule, 3) for rule in range(3))
    table = truth_tables(CONFESSIONS, {"s1": coerced, "s2": retracted, "s3": coerced & co_accused}, 8)["k"]
    found = lattice(table, ("coerced", "retracted", "co_accused"))
    assert found.readings[0].killing == (("coerced",), ("co_accused",))
    assert found.readings[0].surviving == (("retracted",),)
    assert (found.n_surviving, found.n_worlds, found.share_surviving) == (2, 8, 0.25)
    assert found.idle == ("retracted",)


def test_corpus_and_fruits():
    coerced, fruits, corpus = (off(rule, 3) for rule in range(3))
    rules = ("coerced", "fruits", "corpus")
    base = {"confession": coerced, "weapon": fruits | coerced}
    asked = {"confession": (Gate(corpus, (("weapon",),)),)}
    tables = truth_tables(WEAPON, base, 8, asked)
    assert lattice(tables["charge"], rules).readings[0].killing == (("coerced",),)
    assert lattice(tables["event"], rules).readings[0].killing == (("coerced", "fruits"),)
    alone = truth_tables(WEAPON, {"confession": 255}, 8, {"confession": (Gate(corpus, ()),)})
    assert lattice(alone["charge"], rules).readings[0].killing == (("corpus",),)


def test_a_dispute_changes_the_answer():
    """A rule that kills only under the first reading is idle only under the second."""
    found = lattice(0b11_01, ("contradicted",), ("no hotel", "a café"))
    assert [each.killing for each in found.readings] == [(("contradicted",),), ()]
    assert [each.idle for each in found.readings] == [(), ("contradicted",)]
    assert found.idle == ()
    assert found.n_surviving == 3


def test_limits():
    with pytest.raises(ValueError, match="15 rules"):
        lattice(0, [f"r{at}" for at in range(15)])
    with pytest.raises(ValueError, match="reading"):
        lattice(0, ["r"], [])
    full = lattice((1 << (1 << 14)) - 1, [f"r{at}" for at in range(14)])
    assert (full.n_surviving, full.readings[0].killing) == (1 << 14, ())
