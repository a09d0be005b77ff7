"""What the pages of a matter share: its phases in words and dates, and the parts of its page."""
