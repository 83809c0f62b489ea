"""Pages: one context each, as HTML and as JSON; errors in words."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient


def test_a_page_is_html_and_json(client: TestClient) -> None:
    page, by_path = client.get("/"), client.get("/overview.json")
    by_header = client.get("/", headers={"accept": "application/json"})
    assert page.headers["content-type"].startswith("text/html")
    assert by_path.json() == by_header.json()
    assert by_path.json()["reports"] == 5


@pytest.mark.parametrize("path", ["/no-such-page", "/static/no-such-file", "/claims/c_nothing"])
def test_what_is_not_there_says_so(client: TestClient, path: str) -> None:
    found = client.get(path)
    assert found.status_code == 404
    assert "Traceback" not in found.text
    assert client.get(path, headers={"accept": "application/json"}).json()["error"]


def test_pages_are_described_for_programs(client: TestClient) -> None:
    described = client.get("/openapi.json").json()
    shape = described["paths"]["/overview.json"]["get"]["responses"]["200"]["content"]["application/json"]
    assert shape["schema"]["$ref"].endswith("/OverviewPage")
    assert client.get("/docs").status_code == 200
