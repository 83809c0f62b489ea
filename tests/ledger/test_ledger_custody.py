"""How reports came in and what left: kept, told of in the log, and checked."""

from pathlib import Path

import pytest
from ledger_material import add, arrival, departure, tamper, velm_reading

from habeas.custody import Arrival, Departure
from habeas.errors import BrokenPromise
from habeas.ledger import Ledger
from habeas.ledger.log import Action
from habeas.settings import Settings
from habeas.vault import Vault


def test_an_arrival_is_kept_with_its_reading(ledger: Ledger) -> None:
    reading = velm_reading()
    came = arrival(reading.report.id)
    assert ledger.append(reading.report, reading, arrival=came)
    assert ledger.arrivals([reading.report.id]) == [came]
    assert [entry.action for entry in ledger.log()] == [Action.ARRIVE, Action.READ]
    assert ledger.fetched([came.address, "https://velm.example/other"]) == {came.address: came.report}


def test_a_report_that_comes_once_more_is_not_read_again(ledger: Ledger) -> None:
    reading = velm_reading()
    ledger.append(reading.report, reading, arrival=arrival(reading.report.id))
    again = arrival(reading.report.id, address="https://velm.example/copy")
    assert not ledger.append(reading.report, reading, arrival=again)
    assert [one.address for one in ledger.arrivals([reading.report.id])][1:] == ["https://velm.example/copy"]
    assert ledger.stored().readings == 1


def test_what_carried_a_report_is_not_idle_in_the_vault(ledger: Ledger, tmp_path: Path) -> None:
    vault = Vault(tmp_path / "vault")
    carrier, idle = vault.put(b"WARC/1.1"), vault.put(b"nobody's")
    add(ledger, velm_reading())
    ledger.arrive([arrival(velm_reading().report.id, carrier=carrier)])
    assert [idle in fault for fault in ledger.verify(vault) if "knows nothing" in fault] == [True]


def test_a_carrier_that_is_gone_is_a_fault(ledger: Ledger, tmp_path: Path) -> None:
    add(ledger, velm_reading())
    ledger.arrive([arrival(velm_reading().report.id)])
    told = f"https://velm.example/news: the vault doesn't hold what report {velm_reading().report.id}"
    assert any(fault.startswith(told) for fault in ledger.verify(Vault(tmp_path / "vault")))


def test_an_export_is_kept(ledger: Ledger) -> None:
    ledger.depart(departure())
    assert ledger.departures() == [departure()]
    (entry,) = ledger.log()
    assert (entry.action, entry.by, entry.subject) == (Action.EXPORT, "Mira Toll", "csv")


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE arrivals SET address = 'https://elsewhere.example'", "arrival 1 of "),
        ("UPDATE departures SET why = 'for fun'", "export 1 of 2026-03-05T10:00:00+00:00 isn't as it was"),
        ("UPDATE departures SET named = 1", "export 1 of 2026-03-05T10:00:00+00:00 isn't as it was"),
        ("DELETE FROM departures", "log: the ledger no longer holds, as it was, the export as csv by Mira"),
        ("DELETE FROM arrivals", "log: the ledger no longer holds, as it was, the arrival of report "),
    ],
)
def test_what_was_altered_is_found(settings: Settings, statement: str, fault: str) -> None:
    vault = Vault(settings.vault)
    with Ledger.open(settings) as ledger:
        add(ledger, velm_reading())
        ledger.arrive([arrival(velm_reading().report.id, carrier=vault.put(b"WARC/1.1"))])
        ledger.depart(departure())
    tamper(settings.ledger, statement)
    with Ledger.open(settings) as ledger:
        found = [one for one in ledger.verify(vault) if "the vault doesn't hold its bytes" not in one]
    assert found
    assert any(one.startswith(fault) for one in found)


def test_nobody_exports_without_a_reason() -> None:
    with pytest.raises(BrokenPromise, match="a reason"):
        departure(why=" ")
    with pytest.raises(BrokenPromise, match="somebody who brought it"):
        arrival("a" * 64, by="")
    assert isinstance(departure(), Departure)
    assert isinstance(arrival("a" * 64), Arrival)
