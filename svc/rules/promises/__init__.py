"""Promises (服务时限): the working clock, which promises run, when they are due, and why."""
