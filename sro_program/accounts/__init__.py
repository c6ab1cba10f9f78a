"""Who people are, where they belong, and how they sign in."""
