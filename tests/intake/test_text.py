from __future__ import annotations

import codecs

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from habeas.intake.parsed import Unparsable
from habeas.intake.text import decoded, parse_markdown, parse_text

ARABIC = (
    "نُقل مئتا محتجز من سجن المدينة إلى سجن آخر في الجنوب، بحسب ما قاله متحدث باسم الوزارة يوم الخميس. "
    "ولم تذكر الوزارة أسماء المحتجزين."
)
FRENCH = "Près de 200 détenus ont été transférés à Belcastel où ils seront jugés, a déclaré le ministère."
RUSSIAN = "Двести задержанных были переведены в другую тюрьму, сообщило министерство обороны в четверг."
TURKISH = "Yaklaşık 200 tutuklu güneydeki cezaevine nakledildi, dedi Bakanlık sözcüsü Perşembe günü. Işık."
QUOTED = "“About 200 detainees” were moved – the ministry said – to the new jail. It’s the third café…"


@pytest.mark.parametrize(
    ("words", "encoding"),
    [
        (ARABIC, "utf-8"),
        (ARABIC, "utf-8-sig"),
        (ARABIC, "cp1256"),
        (ARABIC, "iso8859_6"),
        (FRENCH, "latin-1"),
        (QUOTED, "cp1252"),
        ("Around 200 people are held in Caféville.", "latin-1"),
        ("About 200 people were moved to سجن المدينة on Thursday", "cp1256"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8_r"),
        (TURKISH, "cp1254"),
        ("Some 200 detainees were moved to the south on Thursday.", "utf-16-le"),
        ("Forty people are held in Eskeby.", "ascii"),
    ],
)
def test_encodings(words: str, encoding: str) -> None:
    if encoding == "iso8859_6":
        words = words.replace("\u064f", "")
    assert parse_text(words.encode(encoding)).text == words


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_byte_order_mark_settles_the_encoding_and_goes(mark: bytes, encoding: str) -> None:
    words = "Ünlü: 40 kişi, \ufeffأربعون"
    assert parse_text(mark + words.encode(encoding)).text == words


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("a\r\r\nb", "a\n\nb"),
        ("a\u2028b\u2029c\x85d\x0be\x0cf", "a\u2028b\u2029c\x85d\x0be\x0cf"),
        ("40\u00a0people\u202fheld  \t here ", "40\u00a0people\u202fheld  \t here "),
        ("e\u0301 is not \u00e9", "e\u0301 is not \u00e9"),
        ("  \n\nForty.\n\n", "  \n\nForty.\n\n"),
    ],
)
def test_only_line_ends_change(written: str, read: str) -> None:
    assert parse_text(written.encode()).text == read


@given(st.text())
def test_any_text_comes_back(text: str) -> None:
    assume(text.strip() and not text.startswith("\ufeff"))
    assume(not {"\r", "\x00"} & set(text))
    assert parse_text(text.encode()).text == text
    assert parse_markdown(text.encode()).text == text


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b" \n\t\r\n ", "nothing but white space"),
        (codecs.BOM_UTF8, "nothing but white space"),
        (bytes(range(256)) * 20, "binary data"),
        (b"Forty people\x00are held.", "binary data"),
        ((FRENCH * 400).encode("cp1252") + b"\x00", "binary data"),
        (codecs.BOM_UTF16_LE + b"a\x00b", "byte 3 after the mark"),
        (codecs.BOM_UTF16_LE + "a\x00b".encode("utf-16-le"), "binary data"),
        (codecs.BOM_UTF8 + b"caf\xe9", "byte 4 after the mark"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(Unparsable, match=why) as fault:
        parse_text(data)
    assert fault.value.cure


@pytest.mark.parametrize(
    ("declared", "words"), [("cp1250", "Żaden"), ("no-such-encoding", "Caf\u00e9"), ("zip", "Caf\u00e9")]
)
def test_declared_encoding_comes_after_utf_8(declared: str, words: str) -> None:
    assert decoded(words.encode(), declared) == words
    assert decoded(words.encode("cp1250"), declared) == words
