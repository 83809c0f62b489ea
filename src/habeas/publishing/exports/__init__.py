"""Files for others, in the formats that they work with; each writer takes what is cleared, nothing else."""

from habeas.publishing.exports.forms import Form, Writer, writer_of

__all__ = ["Form", "Writer", "writer_of"]
