"""Early warning: what has been recorded over time, the signs in it, coming maturities, and what to do before them."""
