r"""How many of the assertions that support a claim are independent of each other?

Two leaves are independent at a level iff their origins share no token that the level keeps. The number
of independent leaves is the size of a largest set of pairwise independent ones,

.. math:: k(c, L) = \max \{|S| : S \subseteq leaves(c),\; a, b \in S, a \ne b
          \Rightarrow tokens_L(a) \cap tokens_L(b) = \emptyset\},

a maximum independent set of the graph of conflicts. What is not on record makes it an interval: for
k_low a missing interrogator, unit, recorder, editor or speaker may be that of any other leaf, and
derivations that are only possible count; for k_high it is somebody else, and they do not. The lower
bound comes first: until assertions are shown to be independent, that they agree carries no weight.

References
----------
Langlois, C.-V., Seignobos, C. (1898). Introduction aux études historiques. Paris: Hachette. Book II,
chapter 8.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from showtrial.audit.algebra.independent_sets import count_components, largest
from showtrial.audit.findings import Finding
from showtrial.audit.graph import COURT_LAYERS, support_graph
from showtrial.audit.origins import LEVEL_OF, LEVELS, Origin, disjoint, origins
from showtrial.record.casefile import CaseFile

_WORDS = {
    "person": "speaker", "doc": "statement", "log": "record", "press": "press item", "obs": "event",
    "int": "interrogator", "rec": "recorder", "ed": "editor", "unit": "unit", "agency": "agency",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Independence:
    """How many leaves of one claim are independent at one level.

    Parameters
    ----------
    claim, level : str
        Of what, and how far origins are followed.
    leaves : tuple of str
        The assertions that support the claim.
    k_low, k_high : int
        At least and at most so many are independent.
    witness_low, witness_high : tuple of str
        Leaves that are independent of each other even if what is missing were shared, and if it were
        not.
    components : int
        Groups of leaves that hang together by what they share or may share; never above `k_low`.
    shared : tuple of (str, tuple of str)
        Tokens on record that several leaves share, with these leaves; most shared first.
    perhaps : tuple of (str, tuple of str)
        The same for what is shared only if derivations that are merely possible hold.
    missing : tuple of (str, tuple of str)
        Types of token that are not on record, with the leaves that lack them.
    exact : bool
        False if the conflicts were too many to search: then `k_low` and `k_high` are bounds of it.
    """

    claim: str
    level: str
    leaves: tuple[str, ...]
    k_low: int
    k_high: int
    witness_low: tuple[str, ...]
    witness_high: tuple[str, ...]
    components: int
    shared: tuple[tuple[str, tuple[str, ...]], ...]
    perhaps: tuple[tuple[str, tuple[str, ...]], ...]
    missing: tuple[tuple[str, tuple[str, ...]], ...]
    exact: bool = True


def independent(
    case: CaseFile,
    claim: str,
    level: str = "interrogator",
    *,
    admitted: Collection[str] | None = None,
    layers: Iterable[str] = COURT_LAYERS,
) -> Independence:
    """Count the independent leaves of `claim`; `admitted` limits them to these assertions.

    Examples
    --------
    >>> from showtrial.record.packaged import open_case
    >>> found = independent(open_case("toy"), "c.brenn-iron", "person")
    >>> found.leaves, found.k_low, found.k_high
    (('a.osk-brenn', 'a.tarn-brenn'), 1, 1)
    """
    return next(counts(case, [claim], [level], admitted=admitted, layers=layers))


def counts(
    case: CaseFile,
    claims: Iterable[str],
    levels: Iterable[str] = LEVELS,
    *,
    admitted: Collection[str] | None = None,
    layers: Iterable[str] = COURT_LAYERS,
    least: int = 0,
) -> Iterator[Independence]:
    """Count the independent leaves of each claim that has at least `least` of them, at each level."""
    graph = support_graph(case, layers)
    known = (origins(case, strict=True), origins(case))
    kept, levels = None if admitted is None else set(admitted), tuple(levels)
    for claim in claims:
        leaves = tuple(leaf for leaf in graph.direct.get(claim, ()) if kept is None or leaf in kept)
        if len(leaves) >= least:
            yield from (_count(claim, level, leaves, known) for level in levels)


def _count(
    claim: str, level: str, leaves: tuple[str, ...], known: tuple[Mapping[str, Origin], Mapping[str, Origin]]
) -> Independence:
    strict, lenient = ({leaf: origin[leaf].at(level) for leaf in leaves} for origin in known)
    may: dict[str, set[str]] = {leaf: set() for leaf in leaves}
    must: dict[str, set[str]] = {leaf: set() for leaf in leaves}
    for one, other in combinations(leaves, 2):
        for conflicts, clash in (
            (may, disjoint(known[0][one], known[0][other], level) is not True),
            (must, disjoint(known[1][one], known[1][other], level) is False),
        ):
            if clash:
                conflicts[one].add(other)
                conflicts[other].add(one)
    low, high = largest(may), largest(must)
    shared, perhaps = (
        tuple(
            each
            for each in _holders((t, leaf) for leaf in leaves for t in of[leaf].tokens)
            if len(each[1]) > 1
        )
        for of in (lenient, strict)
    )
    return Independence(
        claim=claim,
        level=level,
        leaves=leaves,
        k_low=len(low.witness),
        k_high=high.bound,
        witness_low=low.witness,
        witness_high=high.witness,
        components=count_components(may),
        shared=shared,
        perhaps=tuple(each for each in perhaps if each not in shared),
        missing=_holders((kind, leaf) for leaf in leaves for kind in lenient[leaf].missing),
        exact=low.exact and high.exact,
    )


def _holders(pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Group pairs by their first member (a token or its type), the most frequent and the widest first."""
    found: dict[str, list[str]] = {}
    for key, leaf in pairs:
        found.setdefault(key, []).append(leaf)
    rank = {key: LEVELS.index(LEVEL_OF[key.partition(":")[0]]) for key in found}
    groups = sorted(found.items(), key=lambda group: (-len(group[1]), -rank[group[0]], group[0]))
    return tuple((key, tuple(sorted(among))) for key, among in groups)


def findings(
    case: CaseFile,
    claims: Collection[str] | None = None,
    levels: Iterable[str] = LEVELS,
    *,
    layers: Iterable[str] = COURT_LAYERS,
    admitted: Collection[str] | None = None,
    least: int = 2,
) -> tuple[Finding, ...]:
    """Count the independent leaves of each claim with at least `least` of them, at each level.

    Of `claims`, or of every claim of the case file.
    """
    names = dict(case["persons"].select("id", "name").iter_rows())
    texts = dict(case["claims"].select("id", "text").iter_rows())
    asked = sorted(texts if claims is None else texts.keys() & set(claims))
    counted = counts(case, asked, levels, admitted=admitted, layers=layers, least=least)
    found = (_finding(each, texts[each.claim], names) for each in counted)
    return tuple(sorted(found, key=lambda each: each.key))


def _finding(count: Independence, text: str | None, names: Mapping[str, str]) -> Finding:
    low, high = count.k_low, count.k_high
    return Finding(
        question="independence",
        subject=count.claim,
        statistic=f"independent assertions, by {count.level}",
        value=str(low) if low == high else f"{low} to {high}",
        low=low,
        high=high,
        denominator=len(count.leaves),
        text=_sentence(count, text, names),
        evidence=count.leaves,
    )


def _sentence(count: Independence, text: str | None, names: Mapping[str, str]) -> str:
    n, what = len(count.leaves), f"“{text}” [{count.claim}]" if text else f"[{count.claim}]"
    said = f"{n} assertion{'' if n == 1 else 's'} support{'s' if n == 1 else ''} {what}. Counting by "
    said += f"{count.level}, at least {count.k_low} and at most {count.k_high} are independent"
    said += "".join(f"; {each}" for each in _shares(count.shared, names)) + "."
    if count.k_low < count.k_high and count.perhaps:
        said += f" It is possible, not certain, that {' and that '.join(_shares(count.perhaps, names))}."
    if count.missing:
        lacks = (
            f"the {_WORDS[kind]} of {f'{len(among)} of the {n}' if len(among) < n else f'all {n}'}"
            for kind, among in count.missing
        )
        said += f" Not on record: {', '.join(lacks)}."
    return said if count.exact else said + " These are bounds: there are too many conflicts to search."


def _shares(
    shared: tuple[tuple[str, tuple[str, ...]], ...], names: Mapping[str, str], most: int = 3
) -> list[str]:
    """Say who shares what, once for each group of leaves."""
    said: list[str] = []
    told: list[set[str]] = []
    for token, among in shared:
        if len(told) < most and not any(set(among) <= group for group in told):
            kind, _, who = token.partition(":")
            named = f"{names[who]} [{who}]" if who in names else f"[{who}]"
            said.append(f"{', '.join(f'[{leaf}]' for leaf in among)} share {named} as {_WORDS[kind]}")
            told.append(set(among))
    return said
