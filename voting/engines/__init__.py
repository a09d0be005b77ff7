"""What several methods share: papers in piles, ties and their branches, who is on top."""
