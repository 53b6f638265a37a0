"""What `svc check` looks at: every rule that the records obey, a named function each, in one table
(`rules.py`).
"""
