"""Are effects read as written, refused where they cannot be answered, and described as they are?"""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from model.histories import drawn
from showtrial.errors import SchemaError
from showtrial.model.naming.choice import fit_choice
from showtrial.model.naming.effects import EFFECTS, parse
from showtrial.model.naming.plan import NEAR, plan_of
from showtrial.model.naming.table import SUBMODELS, TRANSFORMS

DOCS = Path(__file__).parents[3] / "docs" / "effects.md"


def test_all_problems_come_at_once_with_what_to_write():
    with pytest.raises(SchemaError) as caught:
        parse(
            [
                "inertai",
                "alter(sex=x)",
                "alter(sex)",
                "alter(dad)",
                "dead",
                "kin",
                "tie(kim)",
                "sqrt(sqrt(indegree))",
            ],
            drawn(1),
            "choice",
        )
    lines = str(caught.value).splitlines()
    assert len(lines) == 8
    for line, hint in zip(
        lines,
        [
            "'inertia'?",
            "known: f, m",
            "alter(sex=f)",
            "'dead'?",
            "alter(dead)",
            "tie(kin)",
            "'kin'?",
            "one transform",
        ],
        strict=True,
    ):
        assert hint in line
    assert [problem.row for problem in caught.value.problems] == list(range(1, 9))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("inertia(window=0)", "a number of days above 0"),
        ("inertia(window=x)", "a number of days above 0"),
        ("inertia(strong)", "weighted"),
        ("inertia(kind=tells)", "a kind of event"),
        ("tie(kin, window=3)", "an option of this effect"),
        ("alter(dead, window=3)", "one attribute"),
        ("difference(sex)", "several"),
        ("same(age)", "an attribute with levels"),
        ("named_by(age)", "an attribute=level"),
        ("decay", "a number of days"),
        ("decay(3, weighted=1)", "an option"),
        ("ego(dead)", "differs between candidates"),
        ("intercept", "an effect of the choice model"),
        ("inertia *", "a factor is missing"),
        ("inertia(", "not closed"),
        ("recency(weighted)", "nothing of that kind"),
    ],
)
def test_slips_are_one_line(text, said):
    with pytest.raises(SchemaError, match=re.escape(said)) as caught:
        parse([text], drawn(1), "choice")
    assert len(str(caught.value).splitlines()) == 1


def test_the_same_effect_twice_is_refused():
    with pytest.raises(SchemaError, match="other than 'indegree"):
        parse(["indegree", " indegree "], drawn(1), "choice")
    with pytest.raises(SchemaError, match="at least one"):
        parse([], drawn(1), "choice")


def test_the_rate_has_the_speakers_own_degrees():
    with pytest.raises(SchemaError, match="write indegree"):
        parse(["ego_indegree"], drawn(1), "rate")


@pytest.mark.parametrize("name", list(EFFECTS))
def test_declared_forms_hold(name):
    """A sparse effect lies in the neighbourhood, a class effect in classes."""
    argument = {
        "property": "(sex=f)",
        "level": "(sex=f)",
        "number": "(age)",
        "common": "(sex)",
        "tie": "(kin)",
        "days": "(3)",
    }
    text = name + argument.get(EFFECTS[name].argument, "")
    history = drawn(1)
    inputs = plan_of(parse([text], history, "rem"), history, "rem")
    assert (inputs.plan.role[0] == NEAR) == (EFFECTS[name].form in ("sparse", "dense"))
    assert inputs.dense == (EFFECTS[name].form == "dense")
    assert (inputs.plan.key_slot[0] >= 0) == (EFFECTS[name].form in ("sender", "match"))


def test_interactions_keep_to_the_neighbourhood_where_one_factor_does():
    history = drawn(1)
    texts = [
        "ego(sex=f) * inertia",
        "alter(dead) * indegree",
        "ego(dead) * indegree",
        "inertia * recency_receiver",
    ]
    assert [effect.form for effect in parse(texts, history, "choice")] == [
        "sparse",
        "class",
        "match",
        "sparse",
    ]


def test_missing_attributes_are_counted():
    history = drawn(1, n=20, m=60)
    fit = fit_choice(history, ["same(sex)", "alter(age)"])
    absent = int((history.attributes["sex"].codes < 0).sum())
    assert fit.notes[0] == f"sex is not on record for {absent} of 20 actors; its effects are 0 for them"
    unknown = int(np.isnan(history.attributes["age"].numbers).sum())
    assert (
        fit.notes[1]
        == f"age is not on record for {unknown} of 20 actors; they count with the mean of the others"
    )


def test_the_page_is_the_table():
    page = DOCS.read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| `(.*?)` \| (\w+) \| (.*?) \| (.*?) \| (.*?) \|$", page, re.MULTILINE)
    wanted = [
        (
            row.name,
            row.formula,
            row.form,
            ", ".join(sub for sub, names in SUBMODELS.items() if row.name in names),
            row.meaning,
            row.reference,
        )
        for row in EFFECTS.values()
    ]
    assert rows == wanted
    assert all(f"`{name}`" in page for name in TRANSFORMS)
