"""The core of Mufakat: ballots, counts, evidence and the rules of a deliberation.

Everything here except ``store`` and ``services`` is pure: the standard library only, no clock, no
chance, no input or output. An auditor recounts with it on a bare Python.
"""

__version__ = "0.1.0"
