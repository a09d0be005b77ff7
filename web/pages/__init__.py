"""The pages, one module per noun of the address bar; route ``noun/action`` is ``noun.action``."""
