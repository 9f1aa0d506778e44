"""Odds of approval that the borrower assumes, never fundmix: what they make of a plan, and whom to ask under them."""

from fundmix.analysis.odds.records import Assumption, Candidate, Outcome, Prospect, Weighed
from fundmix.analysis.odds.weigh import odds

__all__ = ["Assumption", "Candidate", "Outcome", "Prospect", "Weighed", "odds"]
