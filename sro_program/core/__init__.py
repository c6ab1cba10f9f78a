"""What every wing shares and nothing of ours it imports: the bottom of the house."""
