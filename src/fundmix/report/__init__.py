"""The plan for its readers: the terminal, and CSV and JSON files."""
