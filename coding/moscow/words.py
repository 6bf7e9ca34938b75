"""Which words of the fact tables become which words of the case file?"""

from __future__ import annotations

#: Short names of cases, for ids of statements.
SHORT = {
    "leningrad-centre-1934": "leningrad",
    "moscow-centre-1935": "moscow",
    "kremlin-1935": "kremlin",
    "sixteen-1936": "sixteen",
    "kemerovo-1936": "kemerovo",
    "seventeen-1937": "seventeen",
    "military-1937": "military",
    "twenty-one-1938": "twenty-one",
    "": "other",
}

CLOSED = ("leningrad-centre-1934", "moscow-centre-1935", "kremlin-1935", "military-1937")

SOURCE_KINDS = {
    "trial record": "trial record",
    "official review": "official review",
    "compilation": "book",
    "document index": "archive catalogue",
    "surveillance record": "archive document",
    "study": "article",
    "police report": "archive document",
    "archival edition": "dataset",
    "monograph": "book",
    "document edition": "book",
    "article": "article",
    "chapter": "article",
    "archival note": "archive document",
    "speech": "speech",
    "inquiry record": "book",
    "inquiry report": "book",
    "party publication": "book",
    "memoir": "memoir",
    "novel": "fiction",
    "eyewitness": "memoir",
    "law": "decree",
    "order": "order",
    "database": "dataset",
    "press": "newspaper",
    "seed document": "website",
    "account": "book",
    "popular history": "book",
}

ACCESS = {"read": "read", "partly": "partly read", "recalled": "recalled"}

#: Who stands between the speaker and us, by the first source of the row.
MEDIATION = {
    "zk1936": "editor_summary",
    "pr1937": "verbatim",
    "br1938": "verbatim",
    "stc": "interrogator_protocol",
}

CATALOGUE_SETTINGS = {
    "interrogation": ("interrogation", "interrogator_protocol"),
    "confrontation": ("confrontation", "interrogator_protocol"),
    "testimony": ("testimony", ""),
    "statement": ("letter", ""),
}

#: Names of senders as printed (oblique case) for whom there is a row.
SENDERS = {
    "Н.И. Ежова": "yezhov",
    "Г.Г. Ягоды": "yagoda",
    "Я.С. Агранова": "agranov",
    "Г.Е. Прокофьева": "prokofyev",
    "Г.А. Молчанова": "molchanov",
    "Р.А. Петерсона": "peterson",
}

RECIPIENTS = {"Stalin": "stalin", "Yezhov": "yezhov", "Molotov": "molotov", "Kaganovich": "kaganovich"}

#: Plea as the fact table words it -> polarity towards the charge.
PLEAS = {
    "guilty": "affirms",
    "not guilty": "denies",
    "not guilty; denied terror": "denies",
    "political responsibility only; denied the murder": "partial",
    "membership only": "partial",
    "guilty of membership": "partial",
    "guilty of membership; denied knowing of the murder": "partial",
    "political and moral responsibility": "partial",
    "guilty in part (denied personal part in terror)": "partial",
    "guilty in part (denied personal part in preparing terror)": "partial",
    "guilty in part; denied espionage; evasive on the murders": "partial",
    "guilty in general; denied espionage, the 1918 plot and all murders": "partial",
    "guilty in general; denied Kirov's murder": "partial",
    "not verified": "",
}


def setting(word: str, case: str) -> str:
    """Return the setting of a naming or claim."""
    court = "closed_court" if case in CLOSED else "open_court"
    fixed = {
        "interrogation": "interrogation",
        "indictment (preliminary interrogation)": "interrogation",
        "court": court,
        "confrontation": "confrontation",
        "confrontation (CC or NKVD)": "confrontation",
        "prosecutor's statement": court,
        "indictment": "indictment",
        "verdict": "judgment",
    }
    return fixed[word]


def mediation(word: str, source: str) -> str:
    """Return whose pen stands between the speaker and the source."""
    if word in ("indictment", "verdict"):
        return "translation"
    if word == "indictment (preliminary interrogation)":
        return "quoted"
    return MEDIATION.get(source.split("; ")[0], "quoted")
