"""What a plan is worth: what to change, what else would do, what a refusal does."""
