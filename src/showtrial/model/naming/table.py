"""Which effects are there, and what does each of them measure?

Effects are rows of data. `form` says what the engine may rely on: a ``sparse`` effect is zero
outside the neighbourhood of the sender, a ``class`` effect depends on the candidate alone, a
``sender`` effect on the sender alone, a ``match`` effect on one property of each of the two, and a
``dense`` effect may differ for every pair at every moment.
"""

from __future__ import annotations

from dataclasses import dataclass

BUTTS = "Butts 2008, doi:10.1111/j.1467-9531.2008.00203.x"
STADTFELD = "Stadtfeld & Block 2017, doi:10.15195/v4.a14"
ESTEVEZ = "Estévez, Salihović & Sgourev 2024, doi:10.1093/pnasnexus/pgae340"

NETWORK = frozenset({"weighted", "window", "kind"})
WHEN = frozenset({"kind"})


@dataclass(frozen=True, slots=True)
class EffectRow:
    """One effect: its name, what it needs, its formula, where it comes from.

    Parameters
    ----------
    name : str
        As written in a model file.
    argument : str
        What stands in the brackets: ``property`` (attribute, ``attribute=level`` or state),
        ``level`` (``attribute=level``), ``number``, ``common`` (attribute or state), ``tie``,
        ``days``; empty for none.
    formula : str
        Value for sender i and candidate j at time t; N_ij is 1 if i named j in an earlier batch.
    form : str
        sparse, class, sender, match, dense or constant.
    options : frozenset of str
        Which of ``weighted``, ``window=DAYS`` and ``kind=KIND`` may be given.
    meaning : str
        In words, for one unit more.
    reference : str
        Where it was introduced.
    """

    name: str
    argument: str
    formula: str
    form: str
    options: frozenset[str]
    meaning: str
    reference: str


_ROWS = (
    EffectRow("intercept", "", "1", "constant", frozenset(), "the rate when all else is zero", BUTTS),
    EffectRow("inertia", "", "N_ij", "sparse", NETWORK, "the sender has named the candidate before", BUTTS),
    EffectRow(
        "reciprocity", "", "N_ji", "sparse", NETWORK, "the candidate has named the sender before", BUTTS
    ),
    EffectRow(
        "two_paths",
        "",
        "sum_k N_ik N_kj",
        "sparse",
        NETWORK,
        "one more person whom the sender named has named the candidate",
        BUTTS,
    ),
    EffectRow(
        "cycles",
        "",
        "sum_k N_jk N_ki",
        "sparse",
        NETWORK,
        "one more person whom the candidate named has named the sender",
        BUTTS,
    ),
    EffectRow(
        "common_senders",
        "",
        "sum_k N_ki N_kj",
        "sparse",
        NETWORK,
        "one more person has named both the sender and the candidate",
        STADTFELD,
    ),
    EffectRow(
        "common_receivers",
        "",
        "sum_k N_ik N_jk",
        "sparse",
        NETWORK,
        "one more person was named by both the sender and the candidate",
        STADTFELD,
    ),
    EffectRow(
        "tie",
        "tie",
        "1 if j is in row i of the relation",
        "sparse",
        frozenset(),
        "the relation holds from the sender to the candidate",
        STADTFELD,
    ),
    EffectRow(
        "recency",
        "",
        "1 / (1 + t - last time i named j), 0 if never",
        "sparse",
        WHEN,
        "the sender named the candidate just now rather than never",
        BUTTS,
    ),
    EffectRow(
        "decay",
        "days",
        "sum over earlier namings of j by i at s of 2^(-(t - s) / DAYS)",
        "sparse",
        WHEN,
        "one more fresh naming of the candidate by the sender",
        BUTTS,
    ),
    EffectRow(
        "indegree", "", "sum_k N_kj", "class", NETWORK, "one more person has named the candidate", BUTTS
    ),
    EffectRow(
        "outdegree", "", "sum_k N_jk", "class", NETWORK, "the candidate has named one more person", BUTTS
    ),
    EffectRow(
        "alter", "property", "x_j(t)", "class", frozenset(), "the property holds of the candidate", STADTFELD
    ),
    EffectRow(
        "named_by",
        "level",
        "1 if N_kj = 1 for some k with the level",
        "class",
        frozenset(),
        "somebody of that level has named the candidate before",
        ESTEVEZ,
    ),
    EffectRow(
        "recency_receiver",
        "",
        "1 / (1 + t - last time j was named), 0 if never",
        "dense",
        WHEN,
        "the candidate was named just now rather than never",
        BUTTS,
    ),
    EffectRow(
        "ego", "property", "x_i(t)", "sender", frozenset(), "the property holds of the sender", STADTFELD
    ),
    EffectRow(
        "ego_indegree", "", "sum_k N_ki", "sender", NETWORK, "one more person has named the sender", BUTTS
    ),
    EffectRow(
        "ego_outdegree", "", "sum_k N_ik", "sender", NETWORK, "the sender has named one more person", BUTTS
    ),
    EffectRow(
        "same",
        "common",
        "1 if x_i = x_j, both on record",
        "match",
        frozenset(),
        "sender and candidate have the property in common",
        STADTFELD,
    ),
    EffectRow(
        "difference",
        "number",
        "|x_i - x_j|",
        "match",
        frozenset(),
        "sender and candidate lie one unit further apart",
        STADTFELD,
    ),
)

#: Every effect by name, in the order of the documentation.
EFFECTS: dict[str, EffectRow] = {row.name: row for row in _ROWS}

#: What may be put around an effect; both leave 0 at 0, so a sparse effect stays sparse.
TRANSFORMS = {"sqrt": "square root", "log1p": "natural logarithm of one plus the value"}

#: Effects of each submodel; the rate knows one actor, who is the sender, and has his own degrees.
SUBMODELS: dict[str, tuple[str, ...]] = {
    "choice": tuple(name for name in EFFECTS if name != "intercept"),
    "rate": ("intercept", "indegree", "outdegree", "ego", "named_by"),
    "rem": tuple(EFFECTS),
}
