"""Two desks' versions of one record made one, and the signs that a log or a clock was tampered
with.
"""
