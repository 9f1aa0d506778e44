"""A plan as one file for a browser: answer, pictures, tables and proof, without scripts and without a connection.

The sections are those of the terminal, written on a :class:`~fundmix.report.html.sheet.Sheet`.
"""
