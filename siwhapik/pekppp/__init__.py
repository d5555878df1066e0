"""What PEKPPP asks evidence for, read from what the office's rows say already (docs/decisions/0101)."""
