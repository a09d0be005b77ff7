"""The commands of ``mufakat`` that need a site; each module is loaded when it is asked for."""
