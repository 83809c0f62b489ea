from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from habeas.lexicon import Lexicon
from habeas.model import ClaimType, Modality, Reading, Report
from habeas.reading import read_report, reader_name

Read = Callable[[Report], Reading]

# A report is a few of these, with odd letters and spaces between and within them.
SENTENCES: Final = (
    "Zarhan prison holds 312 detainees.",
    "More than 4,200 people are being held in the Velmar camp, the camp's administration said.",
    "On Monday about 40 to 60 prisoners were moved from Karvel jail to Zarhan.",
    "Finland brought home nine children, among them three girls, from the Velmar camp.",
    "Dozens of inmates escaped; no one was recaptured.",
    "The court sentenced 14 suspects to death, and 3 were acquitted.",
    "Amnesty International accused the guards of torturing detainees; the ministry denied it.",
    "“We hold 25 hostages,” the Orlan Front said in a statement.",
    "It will release 12 of them next week if the ceasefire lasts.",
    "Of 2,000 held in 2019, 40% or some 800 fled.",
)
ODD: Final = (
    "الهول 312",
    "\u2028",
    "\u00a0",
    "🕊️",
    "e\u0301",
    "\t",
    "\u200f",
    "\ufeff",
    "İ",
    "ﬁ",
    "\r",
    "…",
    "’",
    "\x0b",
    "「」",
    "",
)
BREAKS: Final = ("\n", "\n\n", " ", "\u2028", "\r\n", "\n \u00a0\n")
DAYS: Final = st.none() | st.dates(min_value=date(2000, 1, 1), max_value=date(2040, 12, 31))


def report(text: str, *, published: date | None = None, language: str | None = "en") -> Report:
    digest = sha256(text.encode()).hexdigest()
    return Report(digest, "made.txt", text, published=published, language=language)


@st.composite
def strewn(draw: st.DrawFn) -> str:
    """A sentence with odd pieces between its words."""
    words = draw(st.sampled_from(SENTENCES)).split(" ")
    places = st.integers(min_value=0, max_value=len(words))
    for place, odd in draw(st.lists(st.tuples(places, st.sampled_from(ODD)), max_size=2)):
        words.insert(place, odd)
    return draw(st.sampled_from([" ", "\u00a0", "  "])).join(words)


@st.composite
def reports(draw: st.DrawFn) -> Report:
    """A report of up to five such sentences; its line ends are those that intake leaves."""
    pieces = draw(st.lists(strewn() | st.sampled_from(ODD) | st.text(max_size=20), max_size=5))
    text = "".join(piece + draw(st.sampled_from(BREAKS)) for piece in pieces).replace("\r\n", "\n")
    return report(text, published=draw(DAYS))


def check(reading: Reading) -> None:
    """What the ledger promises of every reading."""
    text = reading.report.text
    ids = [claim.id for claim in reading.claims]
    assert len(ids) == len(set(ids))
    for claim in reading.claims:
        spans = [*claim.evidence, claim.trigger]
        names = (claim.place, claim.origin, claim.destination, claim.actor, claim.speaker, *claim.via)
        spans += [name.span for name in names if name is not None]
        if claim.quantity is not None:
            spans.append(claim.quantity.span)
            assert any(piece.holds(claim.quantity.span) for piece in claim.evidence)
        if claim.period is not None:
            spans.append(claim.period.span)
            assert (
                claim.report.published is not None
                or claim.period.first is None
                or _states_a_year(claim.period.span.text)
            )
        assert all(text[span.start : span.end] == span.text for span in spans)
        assert claim.part_of is None or claim.part_of in ids


def _states_a_year(words: str) -> bool:
    return any(
        word.isdigit() and len(word) == 4 for word in words.replace(",", " ").replace("-", " ").split()
    )


# A failing report is told with the lexicon that it was read with: too much for Hypothesis to be silent of.
@pytest.mark.filterwarnings("ignore:Generating overly large repr")
@settings(max_examples=120, deadline=None)
@given(made=reports())
def test_a_reading_stands_on_its_report(made: Report, read: Read, lexicon: Lexicon) -> None:
    reading = read(made)
    assert reading.report == made
    assert reading.reader == reader_name(lexicon)
    check(reading)


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(SENTENCES),
        "Twelve detainees painted the walls; a doctor examined 340 prisoners.",
        "Amnesty International 312 accused the guards of torturing detainees; the ministry denied it.",
    ],
)
def test_a_figure_is_claimed_or_kept_as_unread_never_both(text: str, read: Read) -> None:
    reading = read(report(text))
    claimed = {claim.quantity.span for claim in reading.claims if claim.quantity is not None}
    unread = [figure.quantity for figure in reading.unread]
    assert claimed or unread
    assert claimed.isdisjoint(unread)
    assert len(unread) == len(set(unread))


@settings(max_examples=25, deadline=None)
@given(made=st.lists(reports(), min_size=2, max_size=3))
def test_readings_depend_neither_on_order_nor_on_what_was_read_before(made: list[Report], read: Read) -> None:
    forth = [read(one) for one in made]
    back = [read(one) for one in reversed(made)]
    assert forth == back[::-1]
    assert [[c.why for c in reading.claims] for reading in forth] == [
        [c.why for c in reading.claims] for reading in back[::-1]
    ]


@settings(max_examples=40, deadline=None)
@given(
    before=st.sampled_from(
        ["", "الهول ٣١٢\n", "🕊️\u2028🕊️\n", "e\u0301\u00a0e\u0301\n\n", "Rain fell.\n", "\ufeff\n", "— — —\n"]
    ),
    after=st.sampled_from(["", "\n", "\nالهول", "\n\u2028", "\nIt rained. 🕊️"]),
    space=st.sampled_from([" ", "\u00a0", "\u2009"]),
)
def test_odd_letters_around_a_sentence_change_nothing_but_offsets(
    before: str, after: str, space: str, read: Read
) -> None:
    sentence = f"Zarhan prison holds{space}312{space}detainees."
    (claim,) = read(report(before + sentence + after)).claims
    assert claim.quantity is not None
    assert (claim.type, claim.quantity.low, claim.quantity.high) == (ClaimType.HOLDING, 312, 312)
    assert claim.quantity.span.start == len(before) + len("Zarhan prison holds ")
    assert claim.evidence[0].text == sentence


def test_a_second_reading_is_equal_to_the_first(lexicon: Lexicon) -> None:
    one = report("\n".join(SENTENCES), published=date(2024, 6, 12))
    first, second = read_report(one, lexicon), read_report(one, lexicon)
    assert first == second
    assert len(first.claims) > len(SENTENCES) / 2


def test_ids_depend_on_the_text_not_on_what_is_known_of_it(read: Read) -> None:
    one = report("\n".join(SENTENCES))
    dated = replace(one, published=date(2024, 6, 12), outlet="The Orlan Post", title="Held", url=None)
    assert [claim.id for claim in read(one).claims] == [claim.id for claim in read(dated).claims]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n\n\n",
        "\u2028",
        "\ufeff",
        "detainees",
        "Prison",
        "312",
        "…",
        "312 4,200 2019 30% — 5/6",
        "() [] {} <> !? ;;;",
        "🕊️" * 50,
        "٣١٢ معتقلا",
        ". . . detainees . . .",
        "detainees " * 3,
        "\"\" '' ““ detainees",
        "\x00detainees\x00",
    ],
)
def test_a_text_that_says_nothing_gives_nothing(text: str, read: Read) -> None:
    reading = read(report(text))
    assert (reading.claims, reading.unread) == ((), ())


@pytest.mark.parametrize(
    "text",
    [
        "Les autorités ont transféré 312 détenus de la prison de Karvel vers Zarhan lundi.",
        "Die Polizei hat 312 Gefangene aus der Haft von Karvel nach Zarhan verlegt. Detainees, prison.",
        "Власти перевели 312 заключённых из тюрьмы Карвель в Зархан. Detainees, prison, jail.",
        "نقلت السلطات 312 معتقلا من سجن كارفيل إلى زرهان. Detainees, prison, jail.",
        "当局将312名囚犯从卡维尔监狱转移到扎尔汉。Detainees, prison, jail.",
        "Yetkililer 312 tutukluyu Karvel cezaevinden Zarhan'a nakletti. Detainees, prison, jail.",
        "הרשויות העבירו 312 אסירים. Detainees, prison, jail.",
    ],
)
@pytest.mark.parametrize("language", [None, "en"])
def test_a_text_that_is_not_english_does_no_harm(text: str, language: str | None, read: Read) -> None:
    check(read(report(text, language=language)))


def test_a_report_in_another_language_is_not_read(read: Read, lexicon: Lexicon) -> None:
    text = "\n".join(SENTENCES)
    foreign = report(text, language="ar")
    assert read(foreign) == Reading(foreign, reader_name(lexicon))
    assert read(report(text, language="en")).claims
    assert read(report(text, language=None)).claims


@pytest.mark.parametrize(
    "head",
    [
        "Title: Zarhan prison holds 500 detainees",
        "TITLE: Zarhan prison holds 500 detainees",
        "Outlet: The 500 Detainees Post\nTitle: 500 detainees escape\nDate: 2024-06-12",
        "\n\nTitle: Zarhan prison holds 500 detainees\n\nPublished: 12 June 2024\n",
        "Note: 500 detainees were released after this was written",
    ],
)
def test_lines_that_describe_the_document_give_no_claims(head: str, read: Read) -> None:
    body = "Karvel jail holds 312 detainees."
    for text in (f"{head}\n{body}", f"{head}\n\n{body}\n"):
        reading = read(report(text))
        assert [claim.evidence[0].text for claim in reading.claims] == [body]
        assert reading.unread == ()


def test_such_a_line_further_down_is_text(read: Read) -> None:
    reading = read(
        report("Karvel jail holds 312 detainees.\nNote: 500 detainees were released on 1 May 2024.")
    )
    assert [claim.type for claim in reading.claims] == [ClaimType.HOLDING, ClaimType.RELEASE]


FILLER: Final = "The road to the town is long and the wind blows sand across it"


@pytest.mark.parametrize("joint", [". ", ", ", " and ", " "])
def test_five_thousand_characters_on_one_line_are_no_trouble(joint: str, read: Read) -> None:
    filling = joint.join([FILLER] * 80)
    assert len(filling) >= 5000
    for text in (
        f"{SENTENCES[0]} {filling}.",
        f"{filling}. {SENTENCES[0]}",
        f"{filling} 312 detainees {filling}",
    ):
        check(read(report(text)))


@pytest.mark.parametrize("joint", [". ", ", "])
def test_no_figure_at_the_end_of_a_long_line_is_lost(joint: str, read: Read) -> None:
    reading = read(report(f"{joint.join([FILLER] * 80)}. {SENTENCES[0]}"))
    kept = [claim.quantity.span.text for claim in reading.claims if claim.quantity is not None]
    assert [*kept, *(figure.quantity.text for figure in reading.unread)] == ["312"]


def test_a_word_of_many_letters_and_a_report_of_many_lines(read: Read) -> None:
    check(read(report("x" * 6000 + " detainees " + "9" * 400)))
    lines = [f"Zarhan prison holds {number} detainees." for number in range(100, 400)]
    reading = read(report("\n".join(lines)))
    check(reading)
    assert [claim.quantity.low for claim in reading.claims if claim.quantity] == list(range(100, 400))


@pytest.mark.parametrize("number", ["9" * 400, "1," + ",".join(["000"] * 100), "0", "007"])
def test_a_number_of_any_length_is_stored_or_left(number: str, read: Read) -> None:
    check(read(report(f"Zarhan prison holds {number} detainees.")))


def test_zero_is_a_figure(read: Read) -> None:
    (claim,) = read(report("Zarhan prison now holds 0 detainees.")).claims
    assert claim.quantity is not None
    assert (claim.quantity.low, claim.quantity.high, claim.modality) == (0, 0, Modality.ASSERTED)


def test_the_day_it_was_stated_is_the_day_of_publication_if_nothing_else_is_said(read: Read) -> None:
    day = date(2024, 6, 12)
    assert [claim.stated_on for claim in read(report(SENTENCES[0], published=day)).claims] == [day]
    assert [claim.stated_on for claim in read(report(SENTENCES[0])).claims] == [None]


def test_every_claim_says_why(read: Read) -> None:
    reading = read(report("\n".join(SENTENCES), published=date(2024, 6, 12)))
    assert all(claim.why and claim.rule.startswith(f"{claim.type}.") for claim in reading.claims)


def test_lines_wrapped_by_hand_read_as_one_paragraph(read: Read) -> None:
    wrapped = (
        "The interior ministry of Dorania said on Monday that 312\n"
        "detainees had been moved from Karvel prison to the new\n"
        "remand centre in Ostrana, and that 40 more would follow.\n"
    )
    flowing = wrapped.replace("\n", " ")
    told = [
        [(one.type, one.quantity and one.quantity.low) for one in read(report(t)).claims]
        for t in (wrapped, flowing)
    ]
    assert told[0] == told[1]
    assert told[0][0][1] == 312


@pytest.mark.parametrize("hidden", ["\u00ad", "\u200b", "\u2060", "\ufeff", "\u202e"])
def test_characters_that_nobody_sees_hide_no_figure(hidden: str, read: Read) -> None:
    reading = read(report(f"Karvel prison holds 312 de{hidden}tain{hidden}ees."))
    (claim,) = reading.claims
    assert claim.quantity is not None
    assert claim.quantity.low == 312
    assert claim.evidence[0].text == reading.report.text
