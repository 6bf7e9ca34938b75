"""Random small case files for the audit: leaves of every kind, pressures, promises, disputes, silence."""

from __future__ import annotations

from hypothesis import strategies as st

from audit.worked import ACCOMPLICE, COERCED, CORPUS, FRUITS, RETRACTED, SOURCE, rules, worked

RULES = rules(
    torture=COERCED + '\nopen_when = "setting == interrogation and practice()"',
    retracted=RETRACTED,
    accomplice=ACCOMPLICE,
    corpus=CORPUS,
    no_counsel='when = "setting in [interrogation, confrontation] and counsel == no"',
    fruits=FRUITS,
)
KINDS = ("confession", "co_accused", "witness", "document", None)
DATES = ("1936-05-20", "1936-06", "1937-09-01", None)


def _maybe(values, **row):
    return {key: value for key, value in row.items() if value is not None} | values


@st.composite
def cases(draw):
    """A case of one charge with two elements, three claims and up to six leaves."""
    claims = ("c1", "c2", "c3")
    leaves = {}
    for at in range(draw(st.integers(1, 6))):
        kind = draw(st.sampled_from(KINDS))
        leaves[f"a{at}"] = _maybe(
            {
                "claim": draw(st.sampled_from((*claims, "k"))),
                "speaker": draw(st.sampled_from(("p", "q", "r"))),
            },
            kind=kind,
            date=draw(st.sampled_from(DATES)),
            by=draw(st.sampled_from(("int1", "int2", "none", None))),
            counsel=draw(st.sampled_from(("yes", "no", None))),
            setting=draw(st.sampled_from(("interrogation", "open_court", None))),
            polarity=draw(st.sampled_from(("affirms", "affirms", "affirms", "denies"))),
        )
    way = st.lists(st.sampled_from(claims), min_size=1, max_size=2, unique=True)
    elements = {each: draw(st.lists(way, min_size=1, max_size=2)) for each in ("e1", "e2")}
    grade = st.sampled_from(("none_found", "alleged", "documented", "established", None))
    events = [
        {"id": f"pr{at}", "kind": "pressure", "method": "beating", "grade": draw(grade), **target, **SOURCE}
        for at, target in enumerate(
            draw(
                st.lists(
                    st.sampled_from(
                        [{"about": f"st.{leaf}"} for leaf in leaves]
                        + [{"person": "q", "date": "1936-05/1936-06"}, {"person": "r", "date": "1936-05-20"}]
                    ),
                    max_size=3,
                )
            )
        )
    ]
    if draw(st.booleans()):
        practice = {
            "id": "pra",
            "kind": "practice",
            "date": "1937-08/1938",
            "grade": "documented",
            "method": "beating",
        }
        events.append(practice | SOURCE)
    links = []
    if len(leaves) > 1 and draw(st.booleans()):
        links = [{"from": "a1", "to": "a0", "kind": draw(st.sampled_from(("led_to_discovery", "quotes")))}]
    return worked(
        leaves,
        elements,
        roles={"e1": "corpus"},
        events=events,
        links=links,
        inferences=[{"inference": "i.x", "target": "c3", "premise": draw(st.sampled_from(("c1", "c3")))}],
    )
