"""From claims and decisions to names, families, voices, events, conflicts and accounts: pure functions."""
