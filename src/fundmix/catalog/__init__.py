"""What the market offers: a folder of CSV files, read, overlaid and checked."""
