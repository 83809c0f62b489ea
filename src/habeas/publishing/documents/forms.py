"""The forms of a document, told by the endings of file names, and who writes each."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import Final

from habeas.errors import WrongUsage
from habeas.publishing.documents.tree import Document


class Form(StrEnum):
    """A form that a document can have, by the ending of its file's name."""

    HTML = "html"
    MARKDOWN = "md"
    DOCX = "docx"
    PDF = "pdf"


# Each has a module of its own, imported only now: some libraries are slow to import.
_MODULES: Final = {
    Form.HTML: "html",
    Form.MARKDOWN: "markdown",
    Form.DOCX: "docx",
    Form.PDF: "pdf",
}


def form_of(path: Path) -> Form:
    """The form that a file's name asks for. Raises WrongUsage for any other ending."""
    try:
        return Form(path.suffix.lower().removeprefix("."))
    except ValueError:
        endings = ", ".join(f".{form}" for form in Form)
        raise WrongUsage(f"{path}: no document has this ending; let it end with one of {endings}") from None


def written(document: Document, form: Form) -> bytes:
    """The document in this form; the same document is always the same bytes."""
    module = import_module(f"{__package__}.{_MODULES[form]}")
    write: Callable[[Document], bytes] = module.written
    return write(document)
