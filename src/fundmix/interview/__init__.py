"""The questions that can still change the answer, and what an unknown fact is worth."""
