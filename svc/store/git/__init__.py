"""git: the program, its index, entries put into that without it, and lock files that it may leave
behind.
"""
