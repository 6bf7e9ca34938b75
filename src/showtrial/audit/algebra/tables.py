"""In which worlds is every node supported?"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_

from showtrial.audit.algebra.components import components
from showtrial.audit.algebra.wiring import Wiring, wire
from showtrial.audit.graph import Graph


@dataclass(frozen=True, slots=True)
class Gate:
    """A condition on a leaf: where it holds, the leaf counts only beside other leaves.

    Parameters
    ----------
    off : int
        Bits of the worlds in which the condition is not asked.
    any_of : tuple of tuple of str
        Sets of leaves; in every other world all leaves of one of them must be supported, their
        own gates included. Without any set the leaf falls in those worlds.
    """

    off: int
    any_of: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class _System:
    """Equations ``T[x] = start[x] | cap[x] & (OR of T[alone[x]] | OR over joint[x] of AND)``."""

    start: list[int]
    cap: list[int]
    alone: list[tuple[int, ...]]
    joint: list[tuple[tuple[int, ...], ...]]

    def value(self, node: int, table: list[int]) -> int:
        """Return the right side of the equation of `node`."""
        found = 0
        for each in self.alone[node]:
            found |= table[each]
        for members in self.joint[node]:
            found |= reduce(and_, [table[each] for each in members])
        return self.start[node] | self.cap[node] & found


def truth_tables(
    graph: Graph,
    base: Mapping[str, int],
    worlds: int,
    gates: Mapping[str, Sequence[Gate]] | None = None,
) -> dict[str, int]:
    r"""Return for every node the bit set of the worlds in which it is supported.

    Bit W of :math:`T(x)` says whether x is supported in world W. With & and | on bit sets,

    .. math::
        T(leaf) &= base(leaf) \wedge \bigwedge_{g} \Big(off_g \vee
                   \bigvee_{m \in g} \bigwedge_{y \in m} T(y)\Big) \\
        T(x)    &= \bigvee_{leaf \to x} T(leaf) \vee \bigvee_{i \to x} \bigwedge_{p \in i} T(p)
                   \quad\text{(claims, elements)} \\
        T(charge) &= \bigwedge_e T(e)

    taken as the least fixpoint: two accomplices who corroborate only each other both fall.

    Parameters
    ----------
    graph : Graph
        The support graph.
    base : mapping of str to int
        Leaf -> bits of the worlds in which it is admitted before gates. A leaf not named is
        admitted nowhere.
    worlds : int
        Number of worlds.
    gates : mapping of str to sequence of Gate, optional
        Leaf -> the conditions all of which it must meet. A member of a gate that is no node of
        `graph` is never supported: pass a cone only if it holds the corroborating leaves too. One
        `Gate` object that many leaves share is worked out once.

    Returns
    -------
    dict of str to int
        Node -> bits, for leaves, claims and elements, and charges, each sorted.

    Notes
    -----
    Strongly connected components in dependency order, so that one pass settles all that lies on
    no circle: O(E * worlds / 64) word operations for E edges. Inside a component whatever gained
    bits is passed on to what needs it; every node gains at most `worlds` times, in practice two or
    three times.

    References
    ----------
    Green, T. J., Karvounarakis, G., Tannen, V. (2007). Provenance semirings. PODS.
    doi:10.1145/1265530.1265535

    Tarjan, R. (1972). Depth-first search and linear graph algorithms. SIAM J. Comput. 1, 146-160.
    doi:10.1137/0201010

    Examples
    --------
    Rules coerced (bit 0), retracted (bit 1) and co_accused (bit 2) make eight worlds. The first
    statement is coerced, the second retracted, the third coerced and by a co-accused.

    >>> inferences = {"e1": (("s1",), ("s2",)), "e2": (("s3",),)}
    >>> graph = Graph(("s1", "s2", "s3"), {}, inferences, {"k": ("e1", "e2")})
    >>> base = {"s1": 0b01010101, "s2": 0b00110011, "s3": 0b00000101}
    >>> f"{truth_tables(graph, base, 8)['k']:08b}"
    '00000101'

    Two accomplices who corroborate only each other, rule off in world 0 and on in world 1:

    >>> graph = Graph(("x", "y"), {"c": ("x", "y")}, {}, {})
    >>> gates = {"x": (Gate(0b01, (("y",),)),), "y": (Gate(0b01, (("x",),)),)}
    >>> truth_tables(graph, {"x": 0b11, "y": 0b11}, 2, gates)
    {'x': 1, 'y': 1, 'c': 1}
    """
    wiring = wire(graph)
    system = _equations(wiring, base, (1 << worlds) - 1, gates or {})
    return dict(zip(wiring.names, _least(system), strict=False))


def _equations(
    wiring: Wiring, base: Mapping[str, int], every: int, gates: Mapping[str, Sequence[Gate]]
) -> _System:
    """Write the graph and the gates as equations; each gate becomes one further node."""
    admitted = [base.get(leaf, 0) & every for leaf in wiring.names[: wiring.n_leaves]]
    rest = len(wiring.names) - wiring.n_leaves
    system = _System(admitted + [0] * rest, [every] * len(wiring.names), [*wiring.alone], [*wiring.joint])
    made: dict[int, tuple[int, Gate]] = {}  # holds the gate, so that its identity stays its own
    for at, leaf in enumerate(wiring.names[: wiring.n_leaves]):
        asked = gates.get(leaf, ())
        for gate in asked:
            if id(gate) not in made:
                made[id(gate)] = (len(system.start), gate)
                _add_gate(system, gate, wiring.number, every)
        numbers = tuple(made[id(gate)][0] for gate in asked)
        if numbers:
            system.start[at], system.cap[at] = 0, admitted[at]
            system.alone[at], system.joint[at] = (numbers, ()) if len(numbers) == 1 else ((), (numbers,))
    return system


def _add_gate(system: _System, gate: Gate, number: Mapping[str, int], every: int) -> None:
    """Append the equation of one gate."""
    alone: set[int] = set()
    joint: list[tuple[int, ...]] = []
    met = False
    for way in gate.any_of:
        if len(way) == 1:
            alone.update(number[each] for each in way if each in number)
        elif not way:
            met = True  # a set without members asks for nothing
        elif all(each in number for each in way):
            joint.append(tuple(number[each] for each in way))
    system.start.append(every if met else gate.off & every)
    system.cap.append(every)
    system.alone.append(tuple(sorted(alone)))
    system.joint.append(tuple(joint))


def _least(system: _System) -> list[int]:
    """Return the least solution of the equations."""
    table = list(system.start)
    needs = {
        node: [*alone, *(each for members in joint for each in members)] if joint else alone
        for node, (alone, joint) in enumerate(zip(system.alone, system.joint, strict=True))
        if alone or joint
    }
    for component in components(needs):
        if len(component) == 1:  # no node needs itself: `wire` saw to that, and a gate is a node of its own
            table[component[0]] = system.value(component[0], table)
        else:
            _settle(system, component, table)
    return table


def _settle(system: _System, component: list[int], table: list[int]) -> None:
    """Bring the nodes of one circle to their least fixpoint, smallest number first."""
    users: dict[int, list[tuple[int, tuple[int, ...]]]] = {node: [] for node in component}
    for node in component:
        for each in system.alone[node]:
            if each in users:
                users[each].append((node, ()))
        for members in system.joint[node]:
            for each in members:
                if each in users:
                    users[each].append((node, members))
    for node in component:
        table[node] = system.value(node, table)
    waiting = deque(node for node in component if table[node])
    queued = set(waiting)
    while waiting:
        each = waiting.popleft()
        queued.discard(each)
        for node, members in users[each]:
            gained = table[each]
            for other in members:
                gained &= table[other]
            gained = table[node] | gained & system.cap[node]
            if gained != table[node]:
                table[node] = gained
                if node not in queued:
                    queued.add(node)
                    waiting.append(node)
