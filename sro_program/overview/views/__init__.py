"""The pages over all wings."""
