"""A plan as an Excel workbook: a sheet per table, totals as formulas, two charts; text stays text."""
