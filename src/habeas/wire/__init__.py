"""The exchange format `habeas/1` as JSON, and back: claims, reports, what people did, what is reckoned."""
