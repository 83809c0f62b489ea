from __future__ import annotations

from datetime import date

import pytest

from habeas.intake.mail import parse
from habeas.intake.parsed import Unparsable

from .boxes import LINE, mail
from .papers import STORY, page

PAGE = page().decode()


def test_the_page_goes_before_the_plain_text_and_has_marks() -> None:
    parsed = parse(mail("Read this message in a browser.\n", page=PAGE))
    assert STORY[0] in parsed.text
    assert "browser" not in parsed.text
    assert parsed.marks[0].label == "paragraph 1"


def test_plain_text_does_where_the_page_says_nothing() -> None:
    assert parse(mail(page="<html><body></body></html>")).text == LINE


def test_subject_and_day_are_the_sender_s_own() -> None:
    stated = parse(mail(subject="Häftlinge in Eskeby ☂")).stated
    assert (stated.title, stated.published) == ("Häftlinge in Eskeby ☂", date(2024, 3, 4))


def test_no_sender_is_an_outlet() -> None:
    assert parse(mail()).stated.outlet is None


@pytest.mark.parametrize("handed_on", ["Fwd: ", "FW: ", "Re: ", "WG: ", "RE[2]: ", "رد: ", "إعادة توجيه: "])
def test_a_message_that_is_handed_on_has_another_s_day(handed_on: str) -> None:
    stated = parse(mail(subject=f"{handed_on}Held in Eskeby")).stated
    assert (stated.title, stated.published) == (f"{handed_on}Held in Eskeby", None)


@pytest.mark.parametrize(
    "day", ["", "someday", "Mon, 04 Mar 1066 10:00:00 +0000", "Mon, 04 Mar 2999 10:00:00 +0000"]
)
def test_a_day_that_can_t_be_is_none(day: str) -> None:
    sent = mail().replace(b"Mon, 04 Mar 2024 23:30:00 -0500", day.encode())
    assert parse(sent).stated.published is None


@pytest.mark.parametrize(
    ("head", "body", "text"),
    [
        (
            "text/plain; charset=windows-1251",
            "Задержаны сорок человек.".encode("cp1251"),
            "Задержаны сорок человек.",
        ),
        ("text/plain; charset=nonsense", LINE.encode(), LINE),
        ("text/plain; charset=us-ascii", "Häftlinge: 40.".encode(), "Häftlinge: 40."),
        ("text/plain", b"Forty\r\npeople.\r\n", "Forty\npeople.\n"),
        (
            "text/plain; format=flowed",
            b"Forty people \nare held.\n> quoted \n-- \nAnn\n",
            "Forty people are held.\n> quoted \n-- \nAnn\n",
        ),
    ],
)
def test_words_are_read_in_their_encoding(head: str, body: bytes, text: str) -> None:
    assert parse(f"Subject: a\r\nContent-Type: {head}\r\n\r\n".encode() + body).text == text


ENDLESS = b"Subject: a\n" + b"X: y\n" * 300_000
DEEP = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(3000))


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "doesn't begin as a mail does"),
        (b"<html>", "doesn't begin as a mail does"),
        (b"\x00\x01", "doesn't begin as a mail does"),
        (b"Subject: a\n\n", "is a mail without words of its own"),
        (mail(" \n"), "is a mail without words of its own"),
        (ENDLESS, "has headers without end"),
        (
            b"Subject: a\nContent-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 2000,
            "more than 1,000 parts",
        ),
    ],
)
def test_what_is_no_mail_is_told(data: bytes, why: str) -> None:
    with pytest.raises(Unparsable) as fault:
        parse(data)
    assert why in fault.value.why
    assert fault.value.cure


def test_parts_without_end_end() -> None:
    with pytest.raises((Unparsable, RecursionError)):
        parse(DEEP)
