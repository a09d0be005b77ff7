"""The site of a community: thin pages, forms and templates that stand on ``voting``."""
