"""The linear program: the only place that knows PuLP."""
