"""Review: the queue, decisions, two people at once, claims that were missed, and blind double review."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx import Response
from made_home import ARABIC, HELD, UNREAD
from newsroom import NAMES, Newsroom

from habeas.ledger.users import Role
from habeas.model import Review

JOEN, MIRA = NAMES[Role.REVIEWER], NAMES[Role.ADMIN]


def json_of(browser: TestClient, path: str) -> Any:
    answer = browser.get(path)
    assert answer.status_code == 200, answer.text
    return answer.json()


def queue(browser: TestClient) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json_of(browser, "/review.json")["claims"]
    return found


def held(browser: TestClient) -> str:
    """The claim of the camp's count."""
    return next(str(line["id"]) for line in queue(browser) if line["words"] == HELD)


def seen(browser: TestClient, id_: str) -> int:
    return int(json_of(browser, f"/claims/{id_}/review.json")["seen"])


def sends(browser: TestClient, id_: str, verdict: str, **given: Any) -> Response:
    at = given.pop("seen", None) or seen(browser, id_)
    data = {"verdict": verdict, "seen": at, "fields": "all" if "type" in given else "", **given}
    return browser.post(f"/claims/{id_}/decide", data=data, follow_redirects=False)


def review_of(browser: TestClient, id_: str) -> str:
    return str(json_of(browser, f"/claims/{id_}.json")["line"]["review"])


def test_the_queue_is_worked_through_claim_by_claim(client: TestClient) -> None:
    left = len(queue(client))
    address = client.get("/review/next", follow_redirects=False).headers["location"]
    decided = []
    for _ in range(left):
        page = json_of(client, address.replace("/review", "/review.json"))
        id_ = page["line"]["id"]
        answer = sends(client, id_, "accepted", after=page["after"] or "")
        assert answer.status_code == 303
        decided.append(id_)
        address = client.get(answer.headers["location"], follow_redirects=False).headers["location"]
    assert address == "/review"
    assert len(set(decided)) == left
    assert queue(client) == []
    assert "Every claim is decided on" in client.get("/review").text


def test_what_matters_most_stands_first_and_filters_narrow(client: TestClient) -> None:
    first, *_ = queue(client)
    assert first["type"] == "transfer"  # of two that contradict one another
    only = json_of(client, "/review.json?type=holding")["claims"]
    assert {line["type"] for line in only} == {"holding"}
    address = client.get("/review/next?type=holding", follow_redirects=False).headers["location"]
    assert address == f"/claims/{only[0]['id']}/review?type=holding"
    page = json_of(client, address.replace("/review?", "/review.json?"))
    onward = client.get(page["next"], follow_redirects=False).headers["location"]
    assert onward.startswith(f"/claims/{only[1]['id']}/review")
    assert f"/claims/{only[0]['id']}/review" in client.get(onward).text  # the way back


def test_one_claim_is_shown_with_its_words_and_fields(client: TestClient) -> None:
    page = json_of(client, f"/claims/{held(client)}/review.json")
    assert [(one["kind"], one["text"]) for one in page["pieces"] if one["kind"] == "figure"] == [
        ("figure", "At least 700")
    ]
    fields = {one["slot"]: one["value"] for one in page["fields"]}
    assert (fields["low"], fields["high"], fields["place"]) == ("700", "", "Orlan camp")
    text = client.get(f"/claims/{held(client)}/review").text
    for key in "areun":
        assert f"<kbd>{key}</kbd>" in text


def test_a_decision_says_who_why_and_when_and_is_taken_back(client: TestClient) -> None:
    id_ = held(client)
    onward = sends(client, id_, "rejected", because="it is of another camp").headers["location"]
    assert review_of(client, id_) == "rejected"
    (made,) = json_of(client, f"/claims/{id_}/review.json")["decisions"]
    assert (made["verdict"], made["why"]) == ("rejected", "it is of another camp")
    page = client.get(onward)
    assert re.search(rf'action="/claims/{id_}/undo".*?Undo', page.text, re.S)
    answer = client.post(f"/claims/{id_}/undo", data={"seen": seen(client, id_)}, follow_redirects=False)
    assert answer.headers["location"] == f"/claims/{id_}/review"
    assert review_of(client, id_) == "unchecked"
    assert "taken back" in client.get(f"/claims/{id_}/review").text
    assert id_ in {line["id"] for line in queue(client)}


@pytest.mark.parametrize(
    ("verdict", "why"), [("accepted", "as the report has it"), ("unsure", "the words leave it open")]
)
def test_a_reason_is_always_kept(client: TestClient, verdict: str, why: str) -> None:
    id_ = held(client)
    sends(client, id_, verdict)
    assert json_of(client, f"/claims/{id_}/review.json")["decisions"][0]["why"] == why
    assert review_of(client, id_) == verdict
    assert (id_ in {line["id"] for line in queue(client)}) == (verdict == "unsure")


def test_who_cannot_tell_goes_on_all_the_same(client: TestClient) -> None:
    first, second, *_ = (line["id"] for line in queue(client))
    page = json_of(client, f"/claims/{first}/review.json")
    onward = sends(client, first, "unsure", after=page["after"]).headers["location"]
    assert client.get(onward, follow_redirects=False).headers["location"].startswith(f"/claims/{second}/")


def test_changed_fields_are_put_right_and_the_others_stay(client: TestClient) -> None:
    id_ = held(client)
    fields = {one["slot"]: one["value"] for one in json_of(client, f"/claims/{id_}/review.json")["fields"]}
    assert sends(client, id_, "amended", **{**fields, "high": "800", "group": "men"}).status_code == 303
    after = json_of(client, f"/claims/{id_}/review.json")
    assert {one["slot"]: one["value"] for one in after["fields"]} == {**fields, "high": "800", "group": "men"}
    assert set(after["decisions"][0]["slots"]) >= {"who", "how many, in the report's words"}
    cleared = sends(client, id_, "amended", **{**fields, "high": "800", "group": "men", "quantity": ""})
    assert cleared.status_code == 303, cleared.text
    slots = {one["slot"]: one["value"] for one in json_of(client, f"/claims/{id_}/review.json")["fields"]}
    assert (slots["quantity"], slots["low"], slots["measure"]) == ("", "", "")


@pytest.mark.parametrize(
    ("slot", "value", "said"),
    [
        ("place", "Ruritania", "'Ruritania' doesn't stand in"),
        ("low", "many", "a whole number"),
        ("high", "5", "can't run from 700 to 5"),
        (None, None, "no field is changed"),
    ],
)
def test_what_the_report_does_not_bear_is_said_beside_what_was_typed(
    client: TestClient, slot: str | None, value: str, said: str
) -> None:
    id_ = held(client)
    fields = {one["slot"]: one["value"] for one in json_of(client, f"/claims/{id_}/review.json")["fields"]}
    answer = sends(client, id_, "amended", **{**fields, **({slot: value} if slot else {})})
    assert answer.status_code == 422
    assert said in unescape(answer.text)
    if slot:
        assert f'name="{slot}" value="{value}"' in answer.text
    assert review_of(client, id_) == "unchecked"


# --- two at once ---


def test_the_second_sees_what_the_first_decided(room: Newsroom) -> None:
    joen, mira = room.browser(Role.REVIEWER), room.browser(Role.ADMIN)
    id_ = held(joen)
    both_saw = seen(joen, id_)
    assert sends(joen, id_, "rejected", seen=both_saw, because="misread").status_code == 303
    late = sends(mira, id_, "accepted", seen=both_saw, because="read it twice")
    assert late.status_code == 409
    assert JOEN in late.text
    assert "misread" in late.text
    assert "read it twice" in late.text
    assert "Decide anyway" in late.text
    assert [one.by for one in room.ledger.decisions(id_)] == [JOEN]
    again = re.search(r'name="seen" value="(\d+)"', late.text)
    assert again is not None
    assert sends(mira, id_, "accepted", seen=int(again[1]), because="read it twice").status_code == 303
    assert [one.by for one in room.ledger.decisions(id_)] == [JOEN, MIRA]


def test_the_same_form_sent_twice_decides_once(room: Newsroom) -> None:
    joen = room.browser(Role.REVIEWER)
    id_ = held(joen)
    at = seen(joen, id_)
    assert [sends(joen, id_, "accepted", seen=at).status_code for _ in range(2)] == [303, 303]
    assert len(room.ledger.decisions(id_)) == 1
    assert sends(joen, id_, "rejected", seen=at).status_code == 409  # a page left open


def test_what_was_taken_back_meanwhile_is_shown_too(room: Newsroom) -> None:
    joen, mira = room.browser(Role.REVIEWER), room.browser(Role.ADMIN)
    id_ = held(joen)
    sends(joen, id_, "accepted")
    at = seen(mira, id_)
    sends(joen, id_, "rejected", because="no")
    answer = mira.post(f"/claims/{id_}/undo", data={"seen": at})
    assert answer.status_code == 409
    assert room.ledger.decisions(id_)[-1].verdict is Review.REJECTED


def test_viewers_decide_nothing(room: Newsroom) -> None:
    ada, joen = room.browser(Role.VIEWER), room.browser(Role.REVIEWER)
    id_ = held(joen)
    assert ada.get(f"/claims/{id_}/review").status_code == 403
    assert sends(ada, id_, "accepted", seen=1).status_code == 403
    assert room.ledger.decisions() == []


# --- what was missed ---


def report_with(browser: TestClient, words: str) -> str:
    """The id of the report that has these words in a claim."""
    claims = json_of(browser, "/claims.json")["claims"]
    return next(str(line["report"]["id"]) for line in claims if words in line["words"])


def test_a_claim_is_added_in_an_arabic_report(client: TestClient) -> None:
    id_ = report_with(client, "مخيم أورلان")
    start = ARABIC.index("شخصا")
    where = {"start": start, "end": start + len("شخصا")}
    form = client.get(f"/reports/{id_}/add", params=where)
    assert 'dir="auto" lang="ar"' in form.text
    assert '<mark class="strong">شخصا</mark>' in form.text
    slots = {"type": "allegation", "place": "مخيم أورلان", "speaker": "وكالة الميناء", "low": "55"}
    sent = client.post(
        f"/reports/{id_}/add", data={**where, **slots, "why": "missed"}, follow_redirects=False
    )
    assert sent.status_code == 303, sent.text
    page = json_of(client, sent.headers["location"] + ".json")
    assert page["reader"].startswith("coded/added/1 by ")
    told = {slot["name"]: slot["words"] for slot in page["slots"]}
    assert (told["where"], told["who says so"]) == ("مخيم أورلان", "وكالة الميناء")
    assert " ".join(piece["text"] for piece in page["pieces"]) == ARABIC
    again = client.post(f"/reports/{id_}/add", data={**where, **slots, "why": "missed"})
    assert again.status_code == 422
    assert "is read as allegation already" in again.text


def test_a_figure_in_marked_words_is_filled_in(client: TestClient) -> None:
    id_ = report_with(client, HELD)
    page = json_of(client, f"/reports/{id_}/add.json?start=0&end=12")
    fields = {one["slot"]: one["value"] for one in page["fields"]}
    assert (fields["quantity"], fields["low"], fields["high"]) == ("At least 700", "700", "")
    assert client.get(f"/reports/{id_}/add?start=5&end=5").status_code == 422


def test_unread_figures_are_resolved(client: TestClient) -> None:
    (figure,) = json_of(client, "/unread.json")["figures"]
    address = f"/unread/{figure['id']}"
    assert f"{figure['figure']}" in client.get(address).text
    at = json_of(client, f"{address}.json")["seen"]
    assert client.post(f"{address}/decide", data={"verdict": "rejected", "seen": at, "because": "a bus line"})
    page = json_of(client, f"{address}.json")
    assert (page["review"], page["decisions"][0]["why"]) == ("rejected", "a bus line")
    assert json_of(client, "/unread.json?review=unchecked")["figures"] == []
    assert len(json_of(client, "/unread.json?review=rejected")["figures"]) == 1
    stale = client.post(f"{address}/decide", data={"verdict": "unsure", "seen": at})
    assert stale.status_code == 409
    where = {"start": page["start"], "end": page["end"]}
    slots = {"type": "holding", "quantity": "12", "why": "people after all"}
    client.post(f"/reports/{page['report']['id']}/add", data={**where, **slots})
    assert json_of(client, f"{address}.json")["review"] == "accepted"
    assert any(line["words"] == UNREAD for line in json_of(client, "/claims.json")["claims"])


# --- events, names, copies ---


def test_events_are_split_merged_and_that_taken_back(client: TestClient) -> None:
    events = json_of(client, "/events.json?type=transfer")["events"]
    id_, claims = events[0]["id"], [one["id"] for one in _decide_page(client, events[0]["id"])["claims"]]
    assert (len(events), len(claims)) == (1, 2)
    form = {"why": "a day later", "seen": _decide_page(client, id_)["seen"]}
    sent = client.post(f"/events/{id_}/split", data={**form, "claim": claims[1]}, follow_redirects=False)
    assert sent.status_code == 303
    assert len(json_of(client, "/events.json?type=transfer")["events"]) == 2
    other = claims[1].replace("c_", "e_")
    late = client.post(f"/events/{claims[0].replace('c_', 'e_')}/merge", data={**form, "other": other})
    assert late.status_code == 409
    assert "a day later" in late.text
    page = _decide_page(client, sent.headers["location"].rpartition("/")[2])
    ruled = page["rulings"][0]
    assert (ruled["said"], ruled["why"], ruled["in_force"]) == ("not one event", "a day later", True)
    pair = {name: ruled[name] for name in ("matter", "one", "other")}
    assert client.post("/rulings/undo", data={**pair, "seen": page["seen"]}).status_code == 200
    assert len(json_of(client, "/events.json?type=transfer")["events"]) == 1


def test_two_events_are_merged(client: TestClient) -> None:
    id_ = json_of(client, "/events.json?type=transfer")["events"][0]["id"]
    page = _decide_page(client, id_)
    claims = [one["id"] for one in page["claims"]]
    form = {"why": "apart", "seen": page["seen"], "claim": claims[1]}
    client.post(f"/events/{id_}/split", data=form)
    one, other = (event["id"] for event in json_of(client, "/events.json?type=transfer")["events"])
    page = json_of(client, f"/events/{one}/decide.json?words=Bergen")
    assert other in {event["id"] for event in page["others"]}
    form = {"other": other, "why": "one convoy", "seen": page["seen"]}
    assert client.post(f"/events/{one}/merge", data=form, follow_redirects=False).status_code == 303
    assert len(json_of(client, "/events.json?type=transfer")["events"]) == 1


@pytest.mark.parametrize("ticked", ["none", "all"])
def test_a_split_leaves_claims_on_both_sides(client: TestClient, ticked: str) -> None:
    id_ = json_of(client, "/events.json?type=transfer")["events"][0]["id"]
    page = _decide_page(client, id_)
    claims = [one["id"] for one in page["claims"]] if ticked == "all" else []
    answer = client.post(f"/events/{id_}/split", data={"why": "x", "seen": page["seen"], "claim": claims})
    assert answer.status_code == 422


def _decide_page(client: TestClient, id_: str) -> Any:
    return json_of(client, f"/events/{id_}/decide.json")


def test_names_and_copies_are_ruled_on(client: TestClient) -> None:
    form = {
        "kind": "place",
        "one": "Orlan camp",
        "other": "Bergen prison",
        "together": "true",
        "why": "a test",
    }
    at = json_of(client, "/names.json")["seen"]
    assert client.post("/names", data={**form, "together": "true", "seen": at}).status_code == 200
    (ruled,) = json_of(client, "/names.json")["rulings"]
    assert (ruled["said"], ruled["in_force"]) == ("one name", True)
    one, other = report_with(client, HELD), report_with(client, "مخيم أورلان")
    form = {"other": other, "together": "true", "why": "a test", "seen": str(at + 9)}
    assert client.post(f"/reports/{one}/copies", data=form).status_code == 200
    page = json_of(client, f"/reports/{one}/copies.json")
    assert [copy["id"] for copy in page["copies"]] == [other]


# --- blind ---


def test_two_decide_blind_and_their_agreement_is_measured(room: Newsroom) -> None:
    """Two claims: both accept one, they differ on the other: accepted 3, rejected 1.

    Observed disagreement 2/4; expected 2·3·1 / (4·3) = 1/2: alpha = 0.
    """
    joen, mira = room.browser(Role.REVIEWER), room.browser(Role.ADMIN)
    form = {"number": 2, "one": JOEN, "other": MIRA}
    assert mira.post("/agreement/assign", data=form).status_code == 303
    first, second = (line["id"] for line in json_of(joen, "/agreement.json")["yours"])
    assert json_of(joen, f"/claims/{first}/review.json")["blind"]
    sends(joen, first, "accepted")
    sends(joen, second, "accepted", because="plain words")
    assert room.ledger.decisions() == []
    assert json_of(joen, "/agreement.json")["yours_in_all"] == 2  # they may think again
    for path in ("/agreement", f"/claims/{second}/review", f"/claims/{second}", "/agreement.json"):
        assert "plain words" not in mira.get(path).text
    sends(mira, first, "accepted")
    sends(mira, second, "rejected", because="another camp")
    (made,) = room.ledger.decisions()
    assert (made.claim, made.by, made.verdict) == (first, f"{JOEN} and {MIRA}", Review.ACCEPTED)
    page = json_of(mira, "/agreement.json")
    assert page["verdicts"] == {"alpha": pytest.approx(0), "units": 2, "same": 1, "people": 2}
    assert page["yours"] == []
    (differing,) = page["differing"]
    assert {one["why"] for one in differing["opinions"]} == {"plain words", "another camp"}
    assert "Decide between them" in mira.get("/agreement").text
    sends(mira, second, "accepted", because="Joen is right")
    assert json_of(mira, "/agreement.json")["differing"] == []


def test_who_is_no_reviewer_is_not_asked(room: Newsroom) -> None:
    mira = room.browser(Role.ADMIN)
    form = {"number": 2, "one": NAMES[Role.VIEWER], "other": MIRA}
    assert mira.post("/agreement/assign", data=form).status_code == 422


def test_pages_say_what_to_do_where_there_is_nothing(client: TestClient) -> None:
    assert "habeas user add" in client.get("/agreement").text
    assert "Nothing was ruled yet" in client.get("/names").text
    assert client.get("/claims/c_0/review").status_code == 404
    assert client.get("/unread/u_0").status_code == 404
    assert client.get("/events/e_0/decide").status_code == 404
