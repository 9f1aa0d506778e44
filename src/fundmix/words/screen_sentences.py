"""What the terminal shows: headlines, column heads, names of statuses, methods and operators."""

SENTENCES: dict[str, str] = {
    "issue_row": "row {row}",
}
