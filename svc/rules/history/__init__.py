"""What was recorded stays recorded: histories of records, numbers, roles and lanes, and what in a
commit is against them.
"""
