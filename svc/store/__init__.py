"""Where records live: files, lock, git, assets."""
