"""Jobs: what the server does in the background, one after the other, in processes of their own.

A job is files that somebody sent: a folder in the inbox, whose journal says what became of each. A parcel is
what somebody wants to take with them: a folder in the outbox. Whatever is killed, in the middle of whatever:
who starts next looks at what lies there and goes on.
"""

from habeas.jobs.despatching import despatching
from habeas.jobs.inbox import Draft, Inbox, Incoming, JobLimits, TooMuch
from habeas.jobs.journal import Became, Job, Line, Progress, Sent, State, Summary, Tail, What
from habeas.jobs.outbox import BRIEFS, EXPORTS, Asked, Outbox, Parcel, Stage
from habeas.jobs.running import running
from habeas.jobs.worker import Bounds

__all__ = [
    "BRIEFS",
    "EXPORTS",
    "Asked",
    "Became",
    "Bounds",
    "Draft",
    "Inbox",
    "Incoming",
    "Job",
    "JobLimits",
    "Line",
    "Outbox",
    "Parcel",
    "Progress",
    "Sent",
    "Stage",
    "State",
    "Summary",
    "Tail",
    "TooMuch",
    "What",
    "despatching",
    "running",
]
