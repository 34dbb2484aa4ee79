"""A build that does only what changed: a store, traces of what was read, and the memory made of the two."""
