"""Charts and maps for pages: SVG from typed values, nothing fetched, nothing that a page forbids."""
