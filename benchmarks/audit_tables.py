"""How long does it take to find what is supported in all worlds, by assertions and worlds?

What limits it: three to four microseconds an edge to turn names into numbers and conditions into
equations, and to order them; the bits themselves cost little, so that a thousand worlds take hardly
longer than 64. The peer is what one would write first: world by world, a set of what is supported,
until nothing changes; it is left out where it would take long. Times are of the processor.
"""

from __future__ import annotations

import random
import resource
import time
from collections.abc import Mapping

from showtrial.audit.algebra.tables import Gate, truth_tables
from showtrial.audit.graph import Graph

#: Beyond so many assertions times worlds the peer is left out.
PATIENCE = 1_000_000


def invented(n: int, n_rules: int) -> tuple[Graph, dict[str, int], dict[str, tuple[Gate, ...]]]:
    """Return `n` assertions on n / 10 claims, n / 40 elements and n / 80 charges.

    Two rules exclude every assertion; a fifth asks for corroboration by another one on its claim;
    one claim in fifty is inferred from another that leads back to it.
    """
    rng = random.Random(1936)
    claims, elements = n // 10, n // 40
    leaves = [f"a{at:07}" for at in range(n)]
    on = [rng.randrange(claims) for _ in leaves]
    direct: dict[str, list[str]] = {}
    for leaf, claim in zip(leaves, on, strict=True):
        direct.setdefault(f"c{claim}", []).append(leaf)
    inferences = {
        f"e{at}": tuple((f"c{rng.randrange(claims)}", f"c{rng.randrange(claims)}") for _ in range(3))
        for at in range(elements)
    }
    for at in range(0, claims - 1, 50):
        inferences[f"c{at}"] = ((f"c{at + 1}",),)
        inferences[f"c{at + 1}"] = ((f"c{at}",),)
    charges = {f"k{at}": (f"e{2 * at}", f"e{2 * at + 1}") for at in range(elements // 2)}
    worlds = range(1 << n_rules)
    off = [sum(1 << world for world in worlds if not world >> rule & 1) for rule in range(n_rules)]
    base = {leaf: rng.choice(off) & rng.choice(off) for leaf in leaves}
    gates = {
        leaf: (Gate(off[0], tuple((other,) for other in direct[f"c{claim}"] if other != leaf)),)
        for leaf, claim in zip(leaves[::5], on[::5], strict=True)
    }
    held = {node: tuple(found) for node, found in direct.items()}
    return Graph(tuple(leaves), held, inferences, charges), base, gates


def peer(
    graph: Graph, base: Mapping[str, int], worlds: int, gates: Mapping[str, tuple[Gate, ...]]
) -> dict[str, int]:
    """Return the same tables, world by world."""
    ways = {node: [(leaf,) for leaf in found] for node, found in graph.direct.items()}
    for node, found in graph.inferences.items():
        ways[node] = [*ways.get(node, []), *found]
    ways |= {charge: [found] for charge, found in graph.elements.items()}
    tables = dict.fromkeys([*graph.leaves, *graph.inner, *graph.elements], 0)
    for world in range(worlds):
        found: set[str] = set()
        size = -1
        while size < len(found):
            size = len(found)
            for leaf in graph.leaves:
                if base[leaf] >> world & 1 and all(
                    gate.off >> world & 1 or any(found.issuperset(way) for way in gate.any_of)
                    for gate in gates.get(leaf, ())
                ):
                    found.add(leaf)
            found.update(node for node, each in ways.items() if any(found.issuperset(way) for way in each))
        for node in found:
            tables[node] |= 1 << world
    return tables


def main() -> None:
    """Print the table."""
    print(f"{'assertions':>10}{'edges':>9}{'worlds':>8}{'CPU s':>9}{'peer':>9}{'MiB':>7}")
    for n in (1_000, 10_000, 30_000, 100_000):
        for n_rules in (6, 8, 10):
            graph, base, gates = invented(n, n_rules)
            edges = sum(map(len, graph.direct.values())) + sum(map(len, graph.elements.values()))
            edges += sum(len(way) for found in graph.inferences.values() for way in found)
            edges += sum(len(gate.any_of) for found in gates.values() for gate in found)
            start = time.process_time()
            tables = truth_tables(graph, base, 1 << n_rules, gates)
            took = time.process_time() - start
            slow = "-"
            if n << n_rules <= PATIENCE:
                start = time.process_time()
                if peer(graph, base, 1 << n_rules, gates) != tables:
                    raise SystemExit("the peer disagrees")
                slow = f"{time.process_time() - start:.2f}"
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(f"{n:>10}{edges:>9}{1 << n_rules:>8}{took:>9.3f}{slow:>9}{peak:>7.0f}")


if __name__ == "__main__":
    main()
