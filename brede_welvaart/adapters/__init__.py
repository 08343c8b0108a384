"""How figures are read and fetched: one module per kind of publisher, named in observed.FILES or fetching.TABLES."""
