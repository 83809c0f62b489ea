"""The web application: reading, review, charts and map, for a browser here or for a newsroom."""

from habeas.web.app import make_app

__all__ = ["make_app"]
