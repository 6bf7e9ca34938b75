"""Does a flat sheet become the case file it means, and is all that is wrong told with its place?"""

from __future__ import annotations

import csv
import hashlib
import io
import random

import pytest

from showtrial.errors import ReadError, SchemaError
from showtrial.record.readers import READERS, read_namings
from showtrial.record.readers.rows import SETTINGS, STANCES
from showtrial.record.schema import schema
from showtrial.record.views import namings

SHEET = """\
namer,named,date,setting,text,polarity,case,source,locator,certainty,checked,note,Coder
Anna Berg,Karl Dorn,1702-03-01,court,carried letters,,The Case,Ledger; Diary,p. 4; p. 9,High,read,first,mk
Anna Berg,Лев Дорн,1702-03-01,court,carried letters,incriminates,The Case,Ledger,,,partly read,,
Karl Dorn,Anna Berg,1702-03-02,open court,knew nothing,exculpates,The Case,,,,recalled,,
Karl Dorn,,1702-03-02,,says nothing,,,Diary,p. 11,low,,sat silent,mk
Lise,Karl Dorn,1702-03,,carried letters,denies,The Case,,,,,,
"""


def written(folder, text=SHEET, name="ledger.csv", encoding="utf-8"):
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def problems(path, **options):
    with pytest.raises(SchemaError) as caught:
        read_namings(path, **options)
    return [str(problem) for problem in caught.value.problems]


def test_tables(tmp_path):
    case = read_namings(written(tmp_path), title="The ledger")
    assert case["persons"].select("id", "name").rows() == [
        ("anna-berg", "Anna Berg"),
        ("karl-dorn", "Karl Dorn"),
        ("lev-dorn", "Лев Дорн"),
        ("lise", "Lise"),
    ]
    assert case["statements"].select("id", "speaker", "date", "setting", "case", "source").rows() == [
        ("s.1", "anna-berg", "1702-03-01", "open_court", "the-case", "ledger; diary"),
        ("s.2", "karl-dorn", "1702-03-02", "open_court", "the-case", "sheet"),
        ("s.3", "karl-dorn", "1702-03-02", None, None, "diary"),
        ("s.4", "lise", "1702-03", None, "the-case", "sheet"),
    ]
    assert case["claims"].select("id", "kind", "text", "person").rows() == [
        ("c.1", "accusation", "carried letters", "karl-dorn"),
        ("c.2", "accusation", "carried letters", "lev-dorn"),
        ("c.3", "exculpation", "knew nothing", "anna-berg"),
    ]
    assert case["assertions"].select("id", "statement", "claim", "polarity", "x_coder").rows() == [
        ("n.1", "s.1", "c.1", "affirms", "mk"),
        ("n.2", "s.1", "c.2", "affirms", None),
        ("n.3", "s.2", "c.3", "affirms", None),
        ("n.4", "s.4", "c.1", "denies", None),
    ]
    first = case["assertions"].row(0, named=True)
    assert (first["source"], first["locator"], first["certainty"], first["note"]) == (
        "ledger; diary",
        "p. 4; p. 9",
        "high",
        "first",
    )


def test_nothing_of_a_statement_that_names_nobody_is_lost(tmp_path):
    told = read_namings(written(tmp_path))["statements"].row(2, named=True)
    assert (told["text"], told["locator"], told["certainty"]) == ("says nothing", "p. 11", "low")
    assert (told["note"], told["x_coder"]) == ("sat silent", "mk")


def test_sources_and_meta(tmp_path):
    path = written(tmp_path)
    case = read_namings(path)
    assert case["sources"].select("id", "kind", "title").rows() == [
        ("ledger", "other", "Ledger"),
        ("diary", "other", "Diary"),
        ("sheet", "spreadsheet", "ledger.csv"),
    ]
    assert (case.meta.title, case.meta.origin) == ("ledger", "recorded")
    assert case.meta.provenance[0]["input"] == f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}"
    assert str(tmp_path) not in str(case.meta)


def test_the_view_says_what_the_sheet_says(tmp_path):
    view = namings(read_namings(written(tmp_path)))
    assert view["polarity"].to_list() == ["incriminates", "incriminates", "exculpates", "exculpates"]


def test_two_needed_columns_are_enough(tmp_path):
    path = written(tmp_path, "NAMED , Namer\nKarl,Anna\n")
    case = read_namings(path, allow_living="a test")
    assert namings(case).select("namer", "named").rows() == [("anna", "karl")]
    assert case.meta.living_purpose == "a test"


@pytest.mark.parametrize(
    ("name", "encoding", "delimiter", "newline"),
    [
        ("a.csv", "utf-8-sig", ",", "\n"),
        ("a.csv", "utf-8", ",", "\r\n"),
        ("a.CSV", "utf-16", ";", "\r\n"),
        ("a.tsv", "utf-8", "\t", "\n"),
        ("a.txt", "utf-16", "\t", "\r\n"),
    ],
    ids=["bom", "crlf", "semicolon utf-16", "tsv", "unicode text"],
)
def test_every_way_of_saving(tmp_path, name, encoding, delimiter, newline):
    held = io.StringIO(newline="")
    rows = list(csv.reader(SHEET.splitlines()))
    csv.writer(held, delimiter=delimiter, lineterminator=newline).writerows(rows)
    case = read_namings(written(tmp_path, held.getvalue(), name, encoding))
    expected = read_namings(written(tmp_path))
    for table in ("persons", "statements", "claims", "assertions"):
        assert case[table].equals(expected[table])


def test_ids_of_persons_do_not_hang_on_the_order_of_the_rows(tmp_path):
    head, *rows = SHEET.splitlines()
    rows += ["Лев Дорн,lev dorn,1702,,,,,,,,,,", "Lise [lise-2],karl-dorn,1702,,,,,,,,,,"]
    ids = set()
    for seed in range(6):
        random.Random(seed).shuffle(rows)
        persons = read_namings(written(tmp_path, "\n".join([head, *rows])))["persons"]
        ids.add(tuple(sorted(persons.select("name", "id").rows())))
    assert ids == {
        (
            ("Anna Berg", "anna-berg"),
            ("Karl Dorn", "karl-dorn"),
            ("Lise", "lise"),
            ("Lise", "lise-2"),
            ("karl-dorn", "karl-dorn-2"),
            ("lev dorn", "lev-dorn"),
            ("Лев Дорн", "lev-dorn-2"),
        )
    }


def test_nobody_unknown_and_blanks(tmp_path):
    text = "namer,named,date\nnone,Karl,1702\n?,Karl,1702\n Anna  B. ,none,1702\nAnna B.,Karl,1702\n"
    case = read_namings(written(tmp_path, text))
    assert case["statements"]["speaker"].to_list() == ["none", None, "anna-b"]
    assert case["persons"]["name"].to_list() == ["Karl", "Anna B."]


def test_two_descriptions_of_one_statement_are_two_statements(tmp_path):
    text = "namer,named,text\nAnna,,one\nAnna,Karl,\nAnna,,two\n"
    case = read_namings(written(tmp_path, text), allow_living="a test")
    assert case["statements"].select("id", "text").rows() == [("s.1", "one"), ("s.2", "two")]
    assert case["assertions"]["statement"].to_list() == ["s.1"]


def test_one_statement_may_rest_on_the_sources_of_all_its_namings(tmp_path):
    text = "namer,named,source\nAnna,Karl,One\nAnna,Lise,Two; One\n"
    case = read_namings(written(tmp_path, text), allow_living="a test")
    assert case["statements"]["source"].to_list() == ["one; two"]


@pytest.mark.parametrize("word", SETTINGS)
def test_common_words_mean_a_word_of_the_vocabulary(word, tmp_path):
    assert SETTINGS[word] in schema().tables["statements"].columns["setting"].words
    path = written(tmp_path, f"namer,named,date,setting\nAnna,Karl,1702,{word.upper()}\n")
    assert read_namings(path)["statements"]["setting"].to_list() == [SETTINGS[word]]


def test_stances_are_words_of_the_schema():
    kinds, words = (
        schema().tables[t].columns[c].words for t, c in (("claims", "kind"), ("assertions", "polarity"))
    )
    for kind, polarity in STANCES.values():
        assert kind in kinds
        assert polarity in words


def test_all_problems_at_once_with_their_place_in_the_sheet(tmp_path):
    text = """\
namer,named,date,setting,polarity,case,source,certainty,checked,locator
Anna,Karl,01.12.1934,courtt,incrimnates,,,hgh,red,
Anna,Karl,01.12.1934,,,,,,,

,Karl,1934,,,,,,,
Anna,,1934,,incriminates,none,none,,,
Anna,Karl; Lise,12754,,,,a; b,,,1; 2; 3
Anna,?,1934,,,,,,,
"""
    found = problems(written(tmp_path, text))
    places = [line.split("  ")[0] for line in found]
    expected = "2:certainty 2:checked 2:date 2:polarity 2:setting 3:date 5:namer 6:case 6:polarity 6:source 7:date 7:locator 7:named 8:named"
    assert {f"ledger.csv:{each}" for each in expected.split()} <= set(places)
    told = "\n".join(found)
    assert "it was 1934-01-12 or 1934-12-01" in told
    assert "it was 1934-12-01" in told
    assert "did you mean 'incriminates'?" in told
    assert "did you mean 'open_court'?" in told
    assert "give each name a row of its own" in told
    assert "merged" in told
    assert all("\n" not in line for line in found)


def test_who_may_be_living_is_named_once(tmp_path):
    text = "namer,named,date\nAnna,Karl,1990\nAnna,Karl,1991\nKarl,Anna,\n"
    found = problems(written(tmp_path, text))
    assert [line.split("; wanted")[0] for line in found] == [
        "ledger.csv:2:named  Karl may be living",
        "ledger.csv:2:namer  Anna may be living",
    ]
    assert all("--allow-living PURPOSE" in line and "casefile.toml" not in line for line in found)
    assert read_namings(tmp_path / "ledger.csv", allow_living="a test")["persons"].height == 2


def test_an_undated_sheet_is_refused_without_a_purpose(tmp_path):
    assert len(problems(written(tmp_path, "namer,named\nAnna,Karl\n"))) == 2


def test_one_id_for_two_names(tmp_path):
    (line,) = problems(written(tmp_path, "namer,named,date\nAnna [x],Karl,1702\nLise [x],Karl,1702\n"))
    assert line.startswith("ledger.csv:3:namer  'Lise [x]'; wanted one name for the id 'x'")


@pytest.mark.parametrize("row", ["Anna,Karl,1702,t", "Anna,,1702,t"])
def test_a_row_twice(tmp_path, row):
    (line,) = problems(written(tmp_path, f"namer,named,date,text\n{row}\nLise,Karl,1702,\n{row}\n"))
    assert line.startswith("ledger.csv:4  the same as row 2; wanted each row once")


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("namer,name", "ledger.csv:1:named  no such column; wanted this column; did you mean 'name'?"),
        ("namer,named,polarty", "did you mean 'polarity'? (a column of your own may be named x_polarty)"),
        ("namer,named,namer", "ledger.csv:1:namer  a column twice"),
        ("namer,named,Namer", "ledger.csv:1:Namer  a second column 'namer'"),
        ("namer,named,y,x_y", "ledger.csv:1:x_y  a second column 'x_y'"),
        ("namer|named", "wrong delimiter?"),
        ("Ivanov,Petrov", "ledger.csv:1:namer  no such column; wanted this column"),
    ],
)
def test_wrong_headers(tmp_path, header, said):
    assert said in "\n".join(problems(written(tmp_path, f"{header}\nAnna,Karl,x,y\n"), allow_living="a test"))


def test_no_header_at_all(tmp_path):
    assert problems(written(tmp_path, "")) == [
        "ledger.csv:1  an empty file; wanted a header row; see `showtrial new`"
    ]
    case = read_namings(written(tmp_path, "namer,named\n"))
    assert case["persons"].height == 0


def test_latin_1(tmp_path):
    (line,) = problems(written(tmp_path, "namer,named\nAnna,Jörg\n", encoding="latin-1"))
    assert "not UTF-8" in line


@pytest.mark.parametrize("name", ["gone.csv", "folder.csv", "sheet.pdf", "gone.xlsx"])
def test_what_is_no_sheet(tmp_path, name):
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "sheet.pdf").write_bytes(b"%PDF")
    with pytest.raises(ReadError, match="wanted") as caught:
        read_namings(tmp_path / name)
    assert "\n" not in str(caught.value)


def test_the_format_is_listed():
    assert READERS["namings"] is read_namings
