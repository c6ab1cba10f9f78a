"""The unit: officers, where they serve, when they are away, what they did."""
