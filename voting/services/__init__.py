"""The verbs: one public function is one action, in one transaction, with one entry in the log."""
