"""Timestamps of the log, by an authority of our own: asked for, kept, checked, and each way to be wrong."""

from __future__ import annotations

import base64
import resource
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import authority as authorities
from authority import Authority, serving
from habeas.custody import LogLine, Stamp
from habeas.errors import BadStamp, HabeasError, LedgerFault, WrongUsage
from habeas.intake.fetching import post
from habeas.ledger import Ledger
from habeas.settings import Settings
from habeas.stamping import Stamping, check, checked, write_query
from habeas.stamping.timestamps import QUERY_TYPE, query, read_roots, refuse_unfit, stamped
from habeas.vault import Vault
from made import read_by_hand, report

Change = Callable[[bytes], bytes]


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return authorities.make(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "home")


@pytest.fixture
def ledger(settings: Settings) -> Iterator[Ledger]:
    with Ledger.open(settings) as opened:
        yield opened


@pytest.fixture
def filled(ledger: Ledger, settings: Settings) -> Ledger:
    text = "50 people are held in Orlan."
    one = replace(report(text, name="a.txt"), id=Vault(settings.vault).put(text.encode()))
    ledger.append(one, read_by_hand(one, None))
    return ledger


def last(ledger: Ledger) -> LogLine:
    return ledger.log_lines()[-1]


def send(address: str) -> Callable[[bytes], bytes]:
    return lambda body: post(address, body, media_type=QUERY_TYPE, allow_private=True)


def test_a_stamp_is_asked_for_kept_and_checked(
    filled: Ledger, settings: Settings, authority: Authority
) -> None:
    head = filled.log_head()
    with serving(authority.answer) as address:
        said = Stamping(filled, "Mira Toll").ask(address, send(address))
    assert (said.hash, said.authority, said.trusted) == (head, "Velm Time (times)", False)
    assert abs(datetime.now(UTC) - said.at) < timedelta(minutes=1)
    assert filled.verify(Vault(settings.vault)) == []
    (kept,) = check(filled)
    assert (kept.said, kept.fault, kept.line.seq if kept.line else None) == (said, None, 1)
    assert kept.in_words == (
        f"line 1 was there at {said.at:%Y-%m-%d %H:%M:%S} UTC, says Velm Time (times)"
        " (not checked against a root: --tsa-cert)"
    )
    assert [(entry.action, entry.subject) for entry in filled.log()][1:] == [("stamp", head)]


def test_openssl_finds_the_stamp_sound_too(filled: Ledger, authority: Authority) -> None:
    with serving(authority.answer) as address:
        said = Stamping(filled, "Mira Toll").ask(address, send(address))
    (stamp,) = filled.stamps()
    (authority.folder / "kept.tsr").write_bytes(base64.b64decode(stamp.answer))
    told = authority.openssl("ts", "-verify", "-digest", said.hash, "-in", "kept.tsr", "-CAfile", "root.pem")
    assert "Verification: OK" in told


@pytest.mark.parametrize("signer", ["times", "rsa"])
def test_a_root_that_is_trusted_is_led_to(filled: Ledger, authority: Authority, signer: str) -> None:
    with serving(lambda asked: authority.answer(asked, signer=signer)) as address:
        said = Stamping(filled, "Mira Toll", read_roots(authority.root)).ask(address, send(address))
    assert said.trusted
    (trusted,) = check(filled, roots=read_roots(authority.root))
    assert trusted.in_words.endswith(f"says Velm Time ({signer})")
    (strange,) = check(filled, roots=read_roots(authority.other))
    assert strange.fault is not None
    assert strange.fault.startswith("its certificate doesn't lead to one that you trust")


def altered(at: int) -> Change:
    """One bit of a byte flipped, counted from the end: there the signature is."""
    return lambda answer: answer[:-at] + bytes([answer[-at] ^ 1]) + answer[len(answer) - at + 1 :]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (altered(3), "its signature isn't that of its certificate"),
        (lambda answer: answer.replace(b"Velm Time", b"Helm Time", 1), "its signature isn't that"),
        (lambda answer: answer[:-20], "it is no answer by RFC 3161 in DER"),
        (lambda _: b"", "it is no answer by RFC 3161 in DER"),
        (lambda _: b"<html>It works!</html>", "it is no answer by RFC 3161 in DER"),
        (lambda _: bytes.fromhex("30053003020100"), "it is said to be granted, and holds no timestamp"),
        (lambda _: bytes.fromhex("30053003020102"), "the authority refused: status 2"),
    ],
)
def test_an_answer_that_does_not_hold_is_not_kept(
    filled: Ledger, authority: Authority, change: Change, fault: str
) -> None:
    with (
        serving(lambda asked: change(authority.answer(asked))) as address,
        pytest.raises(BadStamp, match=f"^{address}: {fault}.*; nothing was kept$"),
    ):
        Stamping(filled, "Mira Toll").ask(address, send(address))
    assert filled.stamps() == []
    assert len(filled.log()) == 1


def test_no_byte_of_an_answer_can_change_what_it_says(filled: Ledger, authority: Authority) -> None:
    line = last(filled)
    answer = authority.answer(query(line, nonce=True).der)
    said, roots = stamped(answer, line.hash), read_roots(authority.root)
    for at in range(len(answer)):
        changed = answer[:at] + bytes([answer[at] ^ 1]) + answer[at + 1 :]
        for trusted in ((), roots):
            with suppress(BadStamp):
                assert replace(stamped(changed, line.hash, roots=trusted), trusted=False) == said


def test_an_authority_that_refuses_is_told_of(filled: Ledger, authority: Authority) -> None:
    answer = authority.answer(query(last(filled), nonce=True).der, section="picky")
    with pytest.raises(BadStamp, match=r"^the authority refused: "):
        stamped(answer, last(filled).hash)


@pytest.mark.parametrize("name", ["mail", "root"])
def test_a_certificate_for_other_things_is_refused(authority: Authority, name: str) -> None:
    """openssl itself signs no timestamp with such a one."""
    (certificate,) = read_roots(authority.folder / f"{name}.pem")
    with pytest.raises(BadStamp, match="isn't one for timestamps"):
        refuse_unfit(certificate, datetime.now(UTC))


def test_an_answer_to_another_request_is_not_kept(filled: Ledger, authority: Authority) -> None:
    line = last(filled)
    replayed = authority.answer(query(line, nonce=True).der)
    with serving(lambda _: replayed) as address, pytest.raises(BadStamp, match="its nonce differs"):
        Stamping(filled, "Mira Toll").ask(address, send(address))
    other = replace(line, by="somebody")
    with pytest.raises(BadStamp, match="it is a timestamp of something else"):
        stamped(replayed, "0" * 64)
    with pytest.raises(BadStamp, match="line 1 isn't as it was written"):
        query(other, nonce=True)


def test_a_stamp_of_another_time_than_its_line_is_found(filled: Ledger, authority: Authority) -> None:
    line = last(filled)
    answer = base64.b64encode(authority.answer(query(line, nonce=False).der)).decode()
    now = datetime.now(UTC)
    later = (now + timedelta(hours=1)).isoformat()
    stamp = Stamp(line.hash, "time.velm.example", answer, "Mira Toll", now)
    lines = {line.hash: line}
    assert [one.fault for one in checked([stamp], lines.get)] == [None]
    (early,) = checked([stamp], {line.hash: replace(line, at=later)}.get)
    assert early.fault is not None
    assert "before the line that it stamps was written" in early.fault
    (late,) = checked([replace(stamp, at=now - timedelta(hours=1))], lines.get)
    assert late.fault is not None
    assert "after it was kept" in late.fault
    assert [one.fault for one in checked([stamp], lambda _: None)] == [
        "no line of the log has the hash that it stamps"
    ]
    assert [one.fault for one in checked([replace(stamp, answer="é")], lines.get)] == [
        "what is kept of it is no answer in base64"
    ]


def test_a_certificate_that_was_not_good_then_is_refused(filled: Ledger, tmp_path: Path) -> None:
    folder = tmp_path / "expired"
    folder.mkdir()
    made = authorities.make(folder)
    made.openssl(
        "x509", "-req", "-in", "times.csr", "-CA", "root.pem", "-CAkey", "root.key", "-days", "-1",
        "-extfile", "made.cnf", "-extensions", "times", "-out", "times.pem",
    )  # fmt: skip
    answer = made.answer(query(last(filled), nonce=False).der)
    with pytest.raises(BadStamp, match="wasn't good at the time that it states"):
        stamped(answer, last(filled).hash)
    with pytest.raises(BadStamp, match="wasn't good at the time that it states"):
        stamped(answer, last(filled).hash, roots=read_roots(made.root))


def test_a_machine_without_a_network(filled: Ledger, authority: Authority, tmp_path: Path) -> None:
    asked, answered = tmp_path / "head.tsq", tmp_path / "head.tsr"
    line = write_query(filled, asked)
    answered.write_bytes(authority.answer(asked.read_bytes()))
    one = report("60 people are held in Orlan.", name="b.txt")
    filled.append(one, read_by_hand(one, None))  # meanwhile the log grows
    said = Stamping(filled, "Mira Toll").take_response(answered)
    assert said.hash == line.hash == filled.log_lines()[0].hash
    assert [stamp.address for stamp in filled.stamps()] == ["head.tsr"]
    with pytest.raises(WrongUsage, match="is there already"):
        write_query(filled, asked)


def test_a_query_that_cannot_be_written_leaves_no_file(filled: Ledger, tmp_path: Path) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        with pytest.raises(HabeasError, match="can't be written"):
            write_query(filled, tmp_path / "head.tsq")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert not (tmp_path / "head.tsq").exists()


def test_a_response_of_another_ledger_is_refused(
    filled: Ledger, authority: Authority, tmp_path: Path
) -> None:
    line = last(filled)
    answered = tmp_path / "head.tsr"
    answered.write_bytes(authority.answer(query(line, nonce=False).der))
    with Ledger.open(Settings(tmp_path / "other")) as other:
        with pytest.raises(BadStamp, match="which is no line of this ledger's log"):
            Stamping(other, "Mira Toll").take_response(answered)
        with pytest.raises(LedgerFault, match="the log is empty"):
            write_query(other, tmp_path / "other.tsq")
    answered.write_bytes(b"\0" * 1_000_001)
    with pytest.raises(BadStamp, match="too long"):
        Stamping(filled, "Mira Toll").take_response(answered)
    with pytest.raises(WrongUsage, match="can't be read"):
        Stamping(filled, "Mira Toll").take_response(tmp_path / "nowhere.tsr")


def test_a_huge_answer_is_not_read_through() -> None:
    with serving(lambda _: b"\0" * 1_100_000) as address, pytest.raises(HabeasError, match="sends more than"):
        send(address)(b"?")


def test_an_authority_that_fails_is_told() -> None:
    with serving(lambda _: b"", status=503) as address, pytest.raises(HabeasError, match="status 503"):
        send(address)(b"?")
    with pytest.raises(HabeasError, match="doesn't answer"):
        send(address)(b"?")


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        ("http://127.0.0.1:9000/tsa", "a loopback address.*--allow-private"),
        ("http://[::1]:9000/tsa", "a loopback address"),
        ("http://169.254.169.254/tsa", "a metadata service"),
        ("http://2130706433/tsa", "a form that only programs use"),
        ("file:///etc/passwd", "only http and https are fetched"),
        ("time.example", "no address on the web"),
    ],
)
def test_only_authorities_elsewhere_are_asked(address: str, fault: str) -> None:
    with pytest.raises(HabeasError, match=fault):
        post(address, b"?", media_type=QUERY_TYPE)


@pytest.mark.parametrize("words", ["", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"])
def test_what_holds_no_certificates_is_refused(tmp_path: Path, words: str) -> None:
    (tmp_path / "root.pem").write_text(words, "utf-8")
    with pytest.raises(WrongUsage, match="holds no certificates"):
        read_roots(tmp_path / "root.pem")
    with pytest.raises(WrongUsage, match="nowhere"):
        read_roots(tmp_path / "nowhere.pem")
    assert read_roots(None) == ()
