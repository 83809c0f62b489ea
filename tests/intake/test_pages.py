"""Pages that stand in the place of a report are refused; those that only look like them are read."""

from __future__ import annotations

import pytest

from habeas.intake.pages import parse
from habeas.intake.parsed import Unparsable, with_charset

STORY = """\
Some 210 people were moved from the old jail of Varnholt to a camp near Eskeby on Monday, the ministry said.
The ministry gave no names. Relatives waited for hours, and were told to come back, two of them said.
Another 30 people, all women, remain in the jail, said a lawyer who saw them. She asked for doctors.
The camp was built for 120 people. Its director, who was named in May, said that tents had been ordered.
A court in Varnholt is to hear a complaint of the families next week, and asked the ministry for its orders.
The ministry had announced in March that the jail, which is 90 years old, would be closed within the year.
Those who are held there were to be brought to other places in the district, where no court has said a word.
Nobody at the gate knew on Monday evening how many had been taken away before, or where they had been brought.
""".splitlines()
LEAD = STORY[:1]
BRIEF = STORY[:2]
BUTTON = "<button>Accept all</button>"


def page(
    *paragraphs: str,
    head: str = "",
    title: str = "210 moved to Eskeby | Varnholt Post",
    heading: str = "210 moved to Eskeby",
    before: str = "",
    after: str = "",
) -> bytes:
    story = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f"<!doctype html><html lang='en'><head><title>{title}</title>{head}</head><body>"
        "<nav><a href='/'>Home</a> <a href='/subscribe'>Subscribe</a> <a href='/in'>Sign in</a></nav>"
        f"{before}"
        f"<article><h1>{heading}</h1>{story}</article>{after}<footer>© Varnholt Post</footer></body></html>"
    ).encode()


def linked(words: str) -> str:
    return f'<script type="application/ld+json">{words}</script>'


PASSWORD = (
    "<form action='/in'><input name='mail'><input type='password' name='word'><button>Sign in</button></form>"
)
FREE_NOT = '"isAccessibleForFree": false'
PAYWALL = "is behind a paywall: the page says that it isn't free to read"
PAY = "stops where readers are asked to subscribe or sign in"
SIGN_IN = "asks readers to sign in"
ROBOT = "asks whether a person reads it"
COOKIES = "asks for consent to cookies before it shows anything"
SCRIPTS = "shows nothing unless scripts run"
ONWARD = "only sends its readers on to another address"
ERROR = "is a page that tells of an error"


@pytest.mark.parametrize(
    ("served", "why"),
    [
        # what the page says of itself
        (page(*STORY, head=linked(f'{{"@type": "NewsArticle", {FREE_NOT}}}')), PAYWALL),
        (page(*STORY, head=linked('{"@type": ["Report"], "isAccessibleForFree": "False"}')), PAYWALL),
        (page(*STORY, head=linked(f'[{{"@type": "Person"}}, {{"@type": "Article", {FREE_NOT}}}]')), PAYWALL),
        (page(*STORY, head=linked(f'{{"@graph": [{{"@type": "NewsArticle", {FREE_NOT}}}]}}')), PAYWALL),
        (page(*LEAD, head='<meta itemprop="isAccessibleForFree" content="False">'), PAYWALL),
        (page(*LEAD, head='<meta property="article:content_tier" content="locked">'), PAYWALL),
        # an article that breaks off
        (page(*LEAD, "Subscribe to continue reading."), PAY),
        (page(*BRIEF, "To continue reading this article, please subscribe or log in."), PAY),
        (page(*BRIEF, "This article is for subscribers only."), PAY),
        (page(*BRIEF, "This story is exclusively for our subscribers."), PAY),
        (page(*LEAD, "You have reached your limit of free articles this month."), PAY),
        (page(*LEAD, "You’ve read all of your free articles."), PAY),
        (page(*LEAD, "Create a free account to keep reading the full story"), PAY),
        (page(*LEAD, "Start your free trial to read the rest of this story"), PAY),
        (page(*LEAD, after="<div class='paywall-box'><p>Log in to read the full story</p></div>"), PAY),
        (page(*BRIEF, after="<aside><h2>Become a member to unlock this article</h2></aside>"), PAY),
        # hardly a word but a form
        (page(before=f"<main><h1>Members</h1>{PASSWORD}</main>", heading="Sign in"), SIGN_IN),
        (page(*LEAD, after=PASSWORD), SIGN_IN),
        # riddles
        (
            page("Checking if the connection is secure.", title="Just a moment...", heading="velm.example"),
            ROBOT,
        ),
        (page("Press and hold.", title="velm.example", heading="Verify you are human"), ROBOT),
        (page("Please solve this.", before="<div class='g-recaptcha'></div>"), ROBOT),
        (
            page("Please wait.", head="<script src='/cdn-cgi/challenge-platform/x.js'></script>"),
            ROBOT,
        ),
        (page("Our systems saw unusual traffic.", title="Are you a robot?", heading=""), ROBOT),
        # cookies
        (
            page(
                "We and our partners store cookies on your device and process personal data.",
                "You can change your consent at any time in our privacy settings.",
                heading="Before you go on",
                after=BUTTON,
            ),
            COOKIES,
        ),
        (
            page(
                "This site uses cookies. Some cookies are needed, others help us.",
                heading="Your privacy",
                after="<a href='/ok'>I agree</a>",
            ),
            COOKIES,
        ),
        # scripts
        (
            page(heading="Post", after="<noscript>You need to enable JavaScript to run this app.</noscript>"),
            SCRIPTS,
        ),
        (
            page("JavaScript is disabled in your browser. Please turn it on to go on.", heading="Post"),
            SCRIPTS,
        ),
        # onward
        (
            page(
                "You are being taken to our new site.",
                head="<meta http-equiv='refresh' content='0; url=/new'>",
            ),
            ONWARD,
        ),
        # errors
        (page("The page may have moved.", title="404 Not Found", heading="404"), ERROR),
        (page("Try the search.", title="Page not found | Varnholt Post", heading="Varnholt Post"), ERROR),
        (page("Sorry.", title="Varnholt Post", heading="Oops! That page can’t be found."), ERROR),
        (
            page("Sorry.", title="Varnholt Post", heading="The page you are looking for could not be found"),
            ERROR,
        ),
        (page("Reference 18.2c31.", title="Access Denied", heading="Access Denied"), ERROR),
        (page("nginx", title="502 Bad Gateway", heading="502 Bad Gateway"), ERROR),
        (page("Back soon.", title="Service Unavailable", heading="Site under maintenance"), ERROR),
        (page("Try again.", title="Error 500 - Internal Server Error", heading="Error"), ERROR),
        (page("It was deleted.", title="Post", heading="This article is no longer available"), ERROR),
        (page("Something is missing.", title="Error 404: Page Not Found", heading="Post"), ERROR),
    ],
)
def test_what_stands_in_the_place_of_a_report_is_refused(served: bytes, why: str) -> None:
    with pytest.raises(Unparsable) as fault:
        parse(with_charset(served, None))
    assert fault.value.why == why
    assert fault.value.cure


@pytest.mark.parametrize(
    "served",
    [
        page(*STORY),
        page(*BRIEF),
        page(*LEAD),
        page(*STORY, head=linked('{"@type": "NewsArticle", "isAccessibleForFree": true}')),
        page(*STORY, head=linked('{"@type": "NewsArticle", "isAccessibleForFree": "True"}')),
        page(*STORY, head=linked(f'{{"@type": "WebSite", {FREE_NOT}}}')),
        page(
            *STORY, head=linked(f'{{"@type": "NewsArticle", "citation": {{"@type": "Article", {FREE_NOT}}}}}')
        ),
        page(*STORY, head=linked("{not json")),
        page(*STORY, head=linked("[" * 90_000)),
        page(*STORY, head=linked("17")),
        page(*STORY, head='<meta property="article:content_tier" content="free">'),
        page(*STORY, head='<meta property="article:content_tier" content="metered">'),
        page(*STORY, "Subscribe to our newsletter and never miss a story."),
        page(*BRIEF, "Subscribe to our newsletter and never miss a story."),
        page(*BRIEF, after="<aside><h3>Already a subscriber? Sign in</h3></aside>"),
        page(*BRIEF, after="<aside><h3>Become a member and support our work</h3></aside>"),
        page(
            *STORY,
            after="<aside><h3>Subscribe to read more stories like this</h3></aside>",
            before=PASSWORD,
        ),
        page(*BRIEF, "The ministry asked readers of its site to log in and to register their relatives."),
        page(*BRIEF, "Families said they had been told to sign in at the gate and to see a doctor."),
        page(*STORY, after=PASSWORD),
        page(*STORY, after="<form><div class='g-recaptcha'></div><textarea></textarea></form>"),
        page(*LEAD, *STORY[1:3], after="<form><div class='h-captcha'></div></form>"),
        page(*STORY, before=f"<div class='banner'><p>We use cookies.</p>{BUTTON}</div>"),
        page(*BRIEF, before=f"<div class='banner'><p>We use cookies.</p>{BUTTON}</div>"),
        page(*STORY, after="<noscript>Please enable JavaScript to see the comments.</noscript>"),
        page(*BRIEF, *STORY[2:3], after="<noscript>Please enable JavaScript to see comments.</noscript>"),
        page(*STORY, head="<meta http-equiv='refresh' content='1800; url=/news'>"),
        page(*LEAD, head="<meta http-equiv='refresh' content='1800'>"),
        page(*BRIEF, title="404 held in Velm | Varnholt Post", heading="404 people are held in Velm"),
        page(*BRIEF, title="500 moved", heading="500 moved to Eskeby"),
        page(
            *BRIEF, title="Access denied: monitors turned away", heading="Access denied: monitors turned away"
        ),
        page(
            *BRIEF, title="Bodies not found in Velm", heading="Bodies of 12 not found in Velm, families say"
        ),
        page(*BRIEF, title="Security check: 40 held", heading="40 held after a security check in Velm"),
        page(*LEAD, before="<div class='g-recaptcha'></div><textarea></textarea>"),
        page(*BRIEF, title="Page from a jail", heading="A page from the jail of Velm"),
        page(*STORY, title="Just a moment of hope", heading="Just a moment of hope in Velm"),
        page(
            *STORY[:3],
            "The court also ruled that a firm may not keep personal data of visitors without their consent.",
            after=BUTTON,
        ),
    ],
)
def test_what_only_mentions_such_things_is_read(served: bytes) -> None:
    assert STORY[0] in parse(with_charset(served, "utf-8")).text


def test_a_page_without_words_is_refused_as_ever() -> None:
    with pytest.raises(Unparsable, match="is a web page without readable text"):
        parse(b"\n<html><body><img src='x.png'></body></html>")


@pytest.mark.parametrize(
    ("said", "meta", "read"),
    [
        ("windows-1251", "", "Сорок человек"),
        ("windows-1251", "<meta charset='iso-8859-1'>", "Сорок человек"),
        (None, "<meta charset='windows-1251'>", "Сорок человек"),
        ("no such thing", "<meta charset='windows-1251'>", "held"),
    ],
)
def test_what_the_server_says_of_the_encoding_goes_first(said: str | None, meta: str, read: str) -> None:
    written = page("Сорок человек (40) are held in Velm, they say.", *STORY, head=meta).decode()
    served = written.replace("©", "(c)").encode("cp1251")
    assert read in parse(with_charset(served, said)).text
