"""Tables of claims, events, contradictions, speakers, outlets and unread figures, with their own pages."""

from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient

LISTS = ("/claims", "/events", "/conflicts", "/speakers", "/outlets", "/unread")


@pytest.mark.parametrize("path", LISTS)
def test_a_list_counts_what_it_lists(client: TestClient, path: str) -> None:
    page = client.get(f"{path}.json").json()
    (items,) = (value for name, value in page.items() if name in path or name == "figures")
    assert page["listed"]["count"] == {"number": len(items), "more": False}
    assert len(items) > 0
    shown = client.get(path)
    assert shown.status_code == 200
    assert str(len(items)) in re.search(r'class="how-many".*', shown.text)[0]
