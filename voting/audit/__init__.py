"""Evidence: what proves a result without trusting the machine that published it.

Everything here is public arithmetic: no secret ever enters, so the standard library suffices and
an auditor can run it on a bare Python. ``docs/spec.md`` says the same for whoever writes another
verifier.
"""
