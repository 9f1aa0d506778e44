"""Eligibility: rules × a frame of borrowers -> verdicts; one borrower is a frame of one row."""

from fundmix.eligibility.asked import hits
from fundmix.eligibility.judge import frame_of, judge, verdict_of
from fundmix.eligibility.verdicts import FAILURE_COLUMNS, Judgement, Verdict, Verdicts

__all__ = ["FAILURE_COLUMNS", "Judgement", "Verdict", "Verdicts", "frame_of", "hits", "judge", "verdict_of"]
