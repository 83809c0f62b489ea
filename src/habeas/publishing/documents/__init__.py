"""The brief as a document that leaves: composed once, of what is cleared, then written in one of its forms."""

from habeas.publishing.documents.composing import Asked, Retold, compose
from habeas.publishing.documents.forms import Form, form_of, written

__all__ = ["Asked", "Form", "Retold", "compose", "form_of", "written"]
