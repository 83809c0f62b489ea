"""Texts for tests of copies: one story as several outlets tell it. Places and people are invented."""

from __future__ import annotations

STORY = (
    "Authorities in Orlan brought home 15 women and 32 children from the Sarvat camp on Tuesday, at a "
    "time when neighbouring countries are pressed to take back their nationals. The adults were passed to"
    " the judicial authorities, the ministry said in a statement. The minors went to child assistance "
    "services, which will look after them medically and socially. Eight of the women were placed in "
    "custody and arrest warrants existed for seven, according to the prosecutor. “We do not abandon the "
    "smallest of our citizens,” minister Mira Dost told reporters. All 47 had been held in Sarvat, a camp"
    " in the hills about 15 kilometers from the border of Vesk. Some 2,514 people live in Sarvat, the aid"
    " group Adar Sorin heads says, and more than half of them are children. For nearly a decade hundreds "
    "of people travelled to the hills to join the Grey Column."
)

# The same agency copy in another paper: a dateline, other small words, the end cut off.
DATELINED = (
    "VESK, March 18 (Orlan News Agency) – Authorities in Orlan brought home 15 women and 32 children from"
    " the Sarvat camp on Tuesday, at a time when neighbouring countries are pressed to take back their "
    "nationals. The adults were passed to the judicial authorities, the ministry said in a statement. The"
    " minors went to child assistance services, which will look after them medically and socially. Eight "
    "of the women were placed in custody and arrest warrants existed for seven, according to the "
    "prosecutor."
)

# Two paragraphs are all that is left.
BRIEF = (
    "(ONA) Authorities in Orlan brought home 15 women and 32 children from the Sarvat camp on Tuesday, at"
    " a time when neighbouring countries are pressed to take back their nationals. The adults were passed"
    " to the judicial authorities, the ministry said in a statement."
)

# Rewritten by a desk: order and wording changed, the figures, names and quotation kept.
REWORDED = (
    "Orlan has fetched 47 of its citizens, 15 women and 32 children, from a camp at a time when "
    "neighbouring countries are pressed to act. “We don't abandon the smallest of our citizens,” said "
    "Mira Dost, the minister. While the minors went to child assistance services, the adults were handed "
    "to judges. Arrest warrants existed for seven women, the prosecutor said, and eight were placed in "
    "custody at once. The group lived in Sarvat, in the hills some 15 kilometres from Vesk. It houses "
    "2,514 people today, says the aid group Adar Sorin heads, and over half are under age. Hundreds "
    "travelled to the hills to join the Grey Column over the years."
)

# Another reporter at the same press conference: its quotation, figures and names, in words of her own.
INDEPENDENT = (
    "A plane carrying dozens of relatives of former members of the Grey Column touched down shortly after"
    " three in the afternoon, our correspondent saw. Police vans and an ambulance waited on the apron. "
    "“We do not abandon the smallest of our citizens,” minister Mira Dost said at the airport, adding "
    "that the operation had taken four months to prepare. She put the number of returned women at 15; the"
    " children, she said, are 32. Nobody in her office would say whether more flights are planned. "
    "Lawyers for the families complained that they had learned of the flight from the radio. Adar Sorin, "
    "who runs an aid group in Sarvat, counted 2,514 residents last month."
)

# A week later, by the same outlet: what is new on top, what was known below.
FOLLOW_UP = (
    "Authorities in Orlan brought home another 21 women and 58 children from the Sarvat camp on Monday, a"
    " week after a first flight. The adults were passed to the judicial authorities, the ministry said in"
    " a statement. The minors went to child assistance services, which will look after them medically and"
    " socially. Twelve of the women were placed in custody, according to the prosecutor. All had been "
    "held in Sarvat, a camp in the hills about 15 kilometers from the border of Vesk. For nearly a decade"
    " hundreds of people travelled to the hills to join the Grey Column."
)

FOOTER = (
    " The Orlan Post is an independent newspaper that lives on its readers. Support our work with a gift "
    "of any size, sign up for the morning letter, and write to the desk if you find a mistake in this "
    "article."
)

OTHER = (
    "A court in Vesk sentenced nine men to prison terms of between four and eleven years on Thursday for "
    "their part in the attack on the bridge of Torv. The judges acquitted two others for want of "
    "evidence. Relatives of the condemned men shouted from the gallery and were led out. Their lawyers "
    "will appeal."
)

THIRD = (
    "Health workers have begun to vaccinate inmates of the old prison of Kedra after three of them fell "
    "ill with measles, the governor said. Visits are stopped until the end of the month. Cells that were "
    "built for six hold up to fourteen people, and water runs for two hours a day."
)
