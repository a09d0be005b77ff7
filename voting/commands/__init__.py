"""What the counting commands do, apart from files and screens: polls in, text or data out.

``voting/__main__.py`` reads, prints and chooses the exit code; the site's command calls the same.
"""
