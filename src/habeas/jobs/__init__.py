"""Jobs: files that somebody sent, read one after the other in processes of their own.

A job is a folder in the home, and its journal says what became of each file. Whatever is killed, in the
middle of whatever: who starts next reads the journal and goes on.
"""

from habeas.jobs.inbox import Draft, Inbox, Incoming, JobLimits, TooMuch
from habeas.jobs.journal import Became, Job, Line, Progress, Sent, State, Summary, Tail, What
from habeas.jobs.running import running
from habeas.jobs.worker import Bounds

__all__ = [
    "Became",
    "Bounds",
    "Draft",
    "Inbox",
    "Incoming",
    "Job",
    "JobLimits",
    "Line",
    "Progress",
    "Sent",
    "State",
    "Summary",
    "Tail",
    "TooMuch",
    "What",
    "running",
]
