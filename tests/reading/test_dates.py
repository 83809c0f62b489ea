from __future__ import annotations

from datetime import date, timedelta
from typing import Final

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from habeas.reading.dates import Calendar, When

WEDNESDAY: Final = date(2024, 6, 12)
DAYS: Final = st.dates(min_value=date(1990, 1, 15), max_value=date(2090, 12, 31))


def only(text: str, published: date | None) -> When:
    """The one mention of time in the text."""
    whens = list(Calendar(published).find(text))
    assert len(whens) == 1, [text[when.start : when.end] for when in whens]
    return whens[0]


def days(text: str, published: date | None) -> str | None:
    """The days that the text's one mention of time is about: "2024-06-10", "2024-06-03/2024-06-09", None."""
    when = only(text, published)
    if when.first is None or when.last is None:
        return None
    return when.first.isoformat() if when.first == when.last else f"{when.first}/{when.last}"


ABSOLUTE: Final = (
    ("on 5 March 2021", "2021-03-05"),
    ("on March 5, 2021", "2021-03-05"),
    ("on March 5 2021", "2021-03-05"),
    ("on the 5th of March 2021", "2021-03-05"),
    ("on Friday, 5 March 2021", "2021-03-05"),
    ("on 2021-03-05", "2021-03-05"),
    ("on 5 Sept. 2021", "2021-09-05"),
    ("on Oct. 5, 2021", "2021-10-05"),
    ("on the night of 5 March 2021", "2021-03-05"),
    ("on 29 February 2024", "2024-02-29"),
    ("on 3-9 May 2021", "2021-05-03/2021-05-09"),
    ("on May 3–9, 2021", "2021-05-03/2021-05-09"),
    ("on 3 and 4 May 2021", "2021-05-03/2021-05-04"),
    ("in March 2021", "2021-03-01/2021-03-31"),
    ("in February 2024", "2024-02-01/2024-02-29"),
    ("in February 2023", "2023-02-01/2023-02-28"),
    ("in early March 2021", "2021-03-01/2021-03-10"),
    ("in mid-March 2021", "2021-03-11/2021-03-20"),
    ("in late March 2021", "2021-03-21/2021-03-31"),
    ("in late February 2024", "2024-02-21/2024-02-29"),
    ("in 2019", "2019-01-01/2019-12-31"),
    ("in late 2019", "2019-01-01/2019-12-31"),
    ("during 2019", "2019-01-01/2019-12-31"),
    ("in 2014-2017", "2014-01-01/2017-12-31"),
    ("in 2014–17", "2014-01-01/2017-12-31"),
    ("(2014–2017)", "2014-01-01/2017-12-31"),
    ("between 2014 and 2017", "2014-01-01/2017-12-31"),
    ("from 2014 to 2017", "2014-01-01/2017-12-31"),
    ("between January 2018 and October 2019", "2018-01-01/2019-10-31"),
    ("from 30 December 2020 to 2 January 2021", "2020-12-30/2021-01-02"),
    ("as of 3 February 2023", "2023-02-03"),
    ("by 3 February 2023", "2023-02-03"),
    ("from 3 to 9 May 2021", "2021-05-03/2021-05-09"),
    ("in the first nine months of 2023", "2023-01-01/2023-09-30"),
    ("in the last three months of 2023", "2023-10-01/2023-12-31"),
    ("in the second quarter of 2023", "2023-04-01/2023-06-30"),
    ("in the first half of 2023", "2023-01-01/2023-06-30"),
    ("in the whole of 2023", "2023-01-01/2023-12-31"),
    ("by the end of 2023", "2023-12-31"),
    ("at the end of 2023", "2023-01-01/2023-12-31"),
    ("in January and February 2021", "2021-01-01/2021-02-28"),
    ("in 2021 and 2022", "2021-01-01/2022-12-31"),
)


@pytest.mark.parametrize("published", [None, WEDNESDAY])
@pytest.mark.parametrize(("text", "expected"), ABSOLUTE)
def test_absolute_date_needs_no_publication_date(text: str, expected: str, published: date | None) -> None:
    assert days(f"They were freed {text} at the gate.", published) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on Monday", "2024-06-10"),
        ("on Wednesday", "2024-06-12"),
        ("on Thursday", "2024-06-06"),
        ("on Saturday night", "2024-06-08"),
        ("last Wednesday", "2024-06-05"),
        ("next Monday", "2024-06-17"),
        ("yesterday", "2024-06-11"),
        ("today", "2024-06-12"),
        ("tomorrow", "2024-06-13"),
        ("this morning", "2024-06-12"),
        ("last night", "2024-06-11"),
        ("last week", "2024-06-03/2024-06-09"),
        ("next week", "2024-06-17/2024-06-23"),
        ("last month", "2024-05-01/2024-05-31"),
        ("last year", "2023-01-01/2023-12-31"),
        ("three days ago", "2024-06-09"),
        ("two months ago", "2024-04-01/2024-04-30"),
        ("a year ago", "2023-01-01/2023-12-31"),
        ("five years ago", "2019-01-01/2019-12-31"),
        ("on 5 March", "2024-03-05"),
        ("on March 5", "2024-03-05"),
        ("on 12 June", "2024-06-12"),
        ("on 13 June", "2024-06-13"),
        ("on 5 December", "2023-12-05"),
        ("in March", "2024-03-01/2024-03-31"),
        ("in August", "2023-08-01/2023-08-31"),
        ("last March", "2024-03-01/2024-03-31"),
        ("in March last year", "2023-03-01/2023-03-31"),
        ("in late May", "2024-05-21/2024-05-31"),
        ("since Monday", "2024-06-10/2024-06-12"),
        ("since 3 May", "2024-05-03/2024-06-12"),
        ("since 3 May 2021", "2021-05-03/2024-06-12"),
        ("since January", "2024-01-01/2024-06-12"),
        ("since 2019", "2019-01-01/2024-06-12"),
        ("as of Tuesday", "2024-06-11"),
        ("by Tuesday", "2024-06-11"),
        ("this year", "2024-01-01/2024-12-31"),
        ("so far this year", "2024-01-01/2024-12-31"),
        ("earlier this year", "2024-01-01/2024-06-12"),
        ("later this month", "2024-06-12/2024-06-30"),
        ("in the first five months of the year", "2024-01-01/2024-05-31"),
        ("in the first half of last year", "2023-01-01/2023-06-30"),
        ("since the start of the year", "2024-01-01/2024-06-12"),
        ("since the start of 2023", "2023-01-01/2024-06-12"),
        ("since the year began", "2024-01-01/2024-06-12"),
        ("by the end of the month", "2024-06-30"),
        ("since the first of the month", "2024-06-01/2024-06-12"),
        ("on the 3rd and", "2024-06-03"),
        ("on the 15th and", "2024-05-15"),
        ("over the weekend", "2024-06-08/2024-06-09"),
        ("at the weekend", "2024-06-08/2024-06-09"),
        ("overnight", "2024-06-12"),
        ("during the night", "2024-06-12"),
        ("on Monday and Tuesday", "2024-06-10/2024-06-11"),
        ("on Monday or Tuesday", "2024-06-10/2024-06-11"),
        ("between April and June last year", "2023-04-01/2023-06-30"),
        ("last month of all months", "2024-05-01/2024-05-31"),
    ],
)
def test_words_on_time_count_from_the_publication_date(text: str, expected: str) -> None:
    assert days(f"They were freed {text} at the gate.", WEDNESDAY) == expected


def test_since_then_runs_from_the_days_named_before() -> None:
    whens = list(Calendar(WEDNESDAY).find("It fell last month. Since then 20 have left."))
    assert (whens[-1].first, whens[-1].last) == (date(2024, 5, 1), WEDNESDAY)


def test_months_of_a_list_have_the_year_of_its_last() -> None:
    first, _ = Calendar(WEDNESDAY).find("They were freed in March and October 2021.")
    assert (first.first, first.last) == (date(2021, 3, 1), date(2021, 3, 31))


@pytest.mark.parametrize("published", [None, WEDNESDAY])
def test_an_interval_has_the_year_of_its_end(published: date | None) -> None:
    text = "They were freed between 3 May and 9 May 2021 at the gate."
    assert days(text, published) == "2021-05-03/2021-05-09"


@pytest.mark.parametrize(
    ("published", "text", "expected"),
    [
        # leap days
        ("2024-03-01", "yesterday", "2024-02-29"),
        ("2023-03-01", "yesterday", "2023-02-28"),
        ("2024-03-10", "on 29 February", "2024-02-29"),
        ("2024-03-12", "last month", "2024-02-01/2024-02-29"),
        ("2023-03-12", "in late February", "2023-02-21/2023-02-28"),
        # round the end of a year
        ("2024-01-03", "on 30 December", "2023-12-30"),
        ("2024-01-03", "on Sunday", "2023-12-31"),
        ("2024-01-03", "in December", "2023-12-01/2023-12-31"),
        ("2024-01-03", "last month", "2023-12-01/2023-12-31"),
        ("2024-01-03", "last week", "2023-12-25/2023-12-31"),
        ("2024-01-01", "yesterday", "2023-12-31"),
        ("2023-12-31", "tomorrow", "2024-01-01"),
        ("2023-12-31", "next Monday", "2024-01-01"),
        ("2023-12-31", "in January", "2023-01-01/2023-01-31"),
        ("2024-01-15", "since December", "2023-12-01/2024-01-15"),
        ("2024-01-15", "two months ago", "2023-11-01/2023-11-30"),
        # each weekday of a publication's week
        ("2024-06-10", "on Monday", "2024-06-10"),
        ("2024-06-16", "on Monday", "2024-06-10"),
        ("2024-06-17", "on Sunday", "2024-06-16"),
        ("2024-06-10", "next Monday", "2024-06-17"),
        ("2024-06-16", "next Monday", "2024-06-17"),
        ("2024-06-10", "last Monday", "2024-06-03"),
    ],
)
def test_leap_days_and_ends_of_years(published: str, text: str, expected: str) -> None:
    assert days(f"They were freed {text} at the gate.", date.fromisoformat(published)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "on Monday",
        "last Monday",
        "next Monday",
        "yesterday",
        "today",
        "tomorrow",
        "last night",
        "last week",
        "this month",
        "last year",
        "three days ago",
        "two months ago",
        "a year ago",
        "on 5 March",
        "on March 5",
        "in March",
        "last March",
        "in March last year",
        "in late May",
        "since Monday",
        "since 3 May",
        "since January",
        # these run to the publication date
        "since 3 May 2021",
        "since 2019",
    ],
)
def test_nothing_is_invented_without_a_publication_date(text: str) -> None:
    assert days(f"They were freed {text} at the gate.", None) is None


@pytest.mark.parametrize(
    "text",
    [
        "recently",
        "in recent weeks",
        "in the past months",
        "over the past few weeks",
        "in the last few days",
        "in the past two weeks",
        "over the last 24 hours",
        "in the coming days",
        "a few days ago",
        "several months later",
        "weeks after the raid",
        "two days before the raid",
        "the day after the raid",
        "last winter",
        "before 3 May 2021",
        "after Monday",
        "on 29 February 2023",
        "on 31 April 2023",
    ],
)
def test_what_words_leave_open_stays_open(text: str) -> None:
    assert days(f"They were freed {text} at the gate.", WEDNESDAY) is None


def test_a_leap_day_in_a_year_without_one_is_not_moved_to_another() -> None:
    assert days("They fled on 29 February.", date(2023, 3, 10)) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A first group left on 4 March 2021. The next day another followed.", "2021-03-05"),
        ("A first group left on 31 December 2020. The following day another followed.", "2021-01-01"),
        ("A first group left on 28 February 2024. Two days later another followed.", "2024-03-01"),
        ("A first group left on 28 February 2024. A week later another followed.", "2024-03-06"),
        ("A first group left on 4 March 2021. The next morning another followed.", "2021-03-05"),
        ("A second group left on 4 March 2021, a first the day before.", "2021-03-03"),
        ("A second group left on 4 March 2021, a first two days earlier.", "2021-03-02"),
        ("A first group left on 4 March 2021. The same day another followed.", "2021-03-04"),
        ("A first group left on 4 March 2021. The following Monday another followed.", "2021-03-08"),
        ("A second group left on 4 March 2021, a first the previous Monday.", "2021-03-01"),
        ("A first group left in March 2021. The next day another followed.", None),
        ("A first group left in 2021. Two days later another followed.", None),
    ],
)
def test_later_counts_from_the_day_named_before(text: str, expected: str | None) -> None:
    last = list(Calendar(None).find(text))[-1]
    assert (last.first.isoformat() if last.first else None) == expected
    assert last.first == last.last


def test_the_next_day_after_nothing_is_left_open() -> None:
    assert days("The next day all were freed.", WEDNESDAY) is None


@pytest.mark.parametrize(
    ("text", "words", "lead"),
    [
        ("held since January 2021 there", "January 2021", "since"),
        ("held as of 3 May 2021 there", "3 May 2021", "as of"),
        ("held by 3 May 2021 there", "3 May 2021", "by"),
        ("held on Monday there", "Monday", "on"),
        ("held last week there", "last week", ""),
        ("held between 2014 and 2017 there", "2014 and 2017", "between"),
    ],
)
def test_words_and_what_leads_them_in(text: str, words: str, lead: str) -> None:
    when = only(text, WEDNESDAY)
    assert (text[when.start : when.end], when.lead) == (words, lead)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Nine fled on 3 May 2021 and 12 on 5 May 2021.", ["3 May 2021", "5 May 2021"]),
        ("Nine fled on 3 May and 12 men hid.", ["3 May"]),
        ("Freed in March 2020, or, his wife says, in late May 2021.", ["March 2020", "late May 2021"]),
        ("The 12 men held since 2019 left on Monday.", ["2019", "Monday"]),
        ("In 2021, 40 men were held; in 2022, 50.", ["2021", "2022"]),
    ],
)
def test_each_mention_of_a_sentence_is_found(text: str, words: list[str]) -> None:
    assert [text[when.start : when.end] for when in Calendar(WEDNESDAY).find(text)] == words


@pytest.mark.parametrize(
    "text",
    [
        "They may return to the camp.",
        "Mothers may be freed.",
        "A march on the prison failed.",
        "An august judge sat with the sun behind him.",
        "The wed and the unwed live in one tent.",
        "It holds 2,019 men in 2,020 cells.",
        "It holds 2019 men.",
        "Flight 2021-A was full.",
        "The second group is held in the first tent.",
        "Article 3 and Resolution 2254 apply.",
    ],
)
def test_no_words_on_time(text: str) -> None:
    assert [text[when.start : when.end] for when in Calendar(WEDNESDAY).find(text)] == []


@pytest.mark.parametrize(
    ("published", "text", "expected"),
    [
        ("2024-06-12", "on Thursday", date(2024, 6, 13)),
        ("2024-06-12", "on Monday", date(2024, 6, 17)),
        ("2024-06-12", "on 20 June", date(2024, 6, 20)),
        ("2024-06-12", "on 5 March", date(2025, 3, 5)),
        ("2023-12-20", "on 5 January", date(2024, 1, 5)),
        # these say by themselves where they lie
        ("2024-06-12", "tomorrow", date(2024, 6, 13)),
        ("2024-06-12", "next Monday", date(2024, 6, 17)),
        ("2024-06-12", "on 5 March 2021", date(2021, 3, 5)),
        ("2024-06-12", "in 2019", date(2019, 1, 1)),
    ],
)
def test_plans_look_ahead(published: str, text: str, expected: date) -> None:
    sentence = f"They will be freed {text} at the gate."
    calendar = Calendar(date.fromisoformat(published))
    (when,) = calendar.find(sentence)
    assert calendar.ahead(sentence, when).first == expected


@given(DAYS)
@example(date(2024, 2, 29))
@example(date(2023, 12, 31))
def test_a_weekday_is_the_latest_one_up_to_publication(published: date) -> None:
    for name in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"):
        when = only(f"They fled on {name}.", published)
        assert when.first == when.last
        assert when.first is not None
        assert f"{when.first:%A}" == name
        assert timedelta(0) <= published - when.first < timedelta(days=7)
        following = only(f"They will go next {name}.", published).first
        assert following is not None
        assert following == when.first + timedelta(days=7)


@given(DAYS, DAYS)
def test_a_full_date_is_read_as_it_stands(day: date, published: date) -> None:
    month = f"{day:%B}"
    for words in (f"{day.day} {month} {day.year}", f"{month} {day.day}, {day.year}", day.isoformat()):
        assert days(f"They fled on {words}.", published) == day.isoformat()


@given(DAYS, DAYS)
def test_a_date_without_its_year_lies_within_a_year_of_publication(day: date, published: date) -> None:
    when = only(f"They fled on {day.day} {day:%B}.", published)
    if when.first is None:
        assert (day.month, day.day) == (2, 29)
        return
    assert (when.first.month, when.first.day) == (day.month, day.day)
    assert -timedelta(days=7) <= published - when.first < timedelta(days=366)


@given(
    st.text(alphabet=st.sampled_from("0123456789 -–,./thndMaywekogsJuTr\n\u00a0"), max_size=60),
    st.none() | DAYS,
)
def test_any_text_gives_mentions_in_order(text: str, published: date | None) -> None:
    end = 0
    for when in Calendar(published).find(text):
        assert end <= when.start < when.end <= len(text)
        assert (when.first is None) == (when.last is None)
        assert when.first is None or when.last is None or when.first <= when.last
        end = when.end


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on Tuesday of last week", "2024-06-04"),
        ("Tuesday last week", "2024-06-04"),
        ("last week on Thursday", "2024-06-06"),
        ("on Monday this week", "2024-06-10"),
        ("on 03.06.2024", "2024-06-03"),
        ("on 11 February this year", "2024-02-11"),
        ("on February 11 last year", "2023-02-11"),
        ("in the last week of February", "2024-02-01/2024-02-29"),
        ("two days after the riot of 3 May 2024", "2024-05-05"),
        ("a week before 3 May 2024", "2024-04-26"),
        ("on the 3rd for a hearing", "2024-06-03"),
    ],
)
def test_days_told_by_others_beside_them(text: str, expected: str) -> None:
    assert days(text, WEDNESDAY) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Up to 2000 prisoners were freed",
        "Between 2000 and 2050 detainees are held",
        "up to 2000 Kesh women",
        "The number rose to 2000",
        "brought the total to 2019",
        "one of 2012 detainees",
    ],
)
def test_a_number_of_people_is_no_year(text: str) -> None:
    assert list(Calendar(WEDNESDAY).find(text)) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In 2019 prisoners were freed", "2019-01-01/2019-12-31"),
        ("from 2014 to 2019, prisoners were held", "2014-01-01/2019-12-31"),
        ("the events of 2012 in Velmar", "2012-01-01/2012-12-31"),
        ("from 2011 soldiers held the prison", "2011-01-01/2011-12-31"),
        ("dating back to 2019", "2019-01-01/2019-12-31"),
    ],
)
def test_a_year_before_people_is_one(text: str, expected: str) -> None:
    assert days(text, WEDNESDAY) == expected
