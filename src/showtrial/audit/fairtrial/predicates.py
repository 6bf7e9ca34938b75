"""Which function answers which question?"""

from __future__ import annotations

from collections.abc import Callable

from showtrial.audit.fairtrial import counsel, custody, evidence, hearing, outcome
from showtrial.audit.fairtrial.answer import Answer
from showtrial.audit.fairtrial.trial import Trial

#: What answers each item against the benchmark.
PREDICATES: dict[str, Callable[[Trial], Answer]] = {
    "F01": custody.f01, "F02": custody.f02, "F03": custody.f03, "F04": custody.f04, "F05": custody.f05,
    "F06": custody.f06, "F07": custody.f07, "F08": counsel.f08, "F09": counsel.f09, "F10": counsel.f10,
    "F11": counsel.f11, "F12": counsel.f12, "F13": hearing.f13, "F14": hearing.f14, "F15": hearing.f15,
    "F16": hearing.f16, "F17": hearing.f17, "F18": hearing.f18, "F19": evidence.f19, "F20": evidence.f20,
    "F21": evidence.f21, "F22": evidence.f22, "F23": evidence.f23, "F24": hearing.f24, "F25": outcome.f25,
    "F26": outcome.f26, "F27": outcome.f27, "F28": outcome.f28, "F29": outcome.f29, "F30": outcome.f30,
}  # fmt: skip
#: The same against own law, which has wordings of its own for two of them.
OWN_PREDICATES = {**PREDICATES, "F05": custody.f05_own, "F11": counsel.f11_own}
