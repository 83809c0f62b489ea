"""The brief as a document: composed once, of what is cleared, then written in one of its forms."""

from habeas.publishing.documents.composing import Asked, Changes, compose
from habeas.publishing.documents.forms import Form, form_of, written

__all__ = ["Asked", "Changes", "Form", "compose", "form_of", "written"]
