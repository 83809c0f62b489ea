"""What people see of the ledger: the brief, tables, and the words that both are made of."""
